package ipptest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Queue is a queue of a real cupsd (Debian: cups-daemon, cups-client) that hands
// its jobs on to a Printer. The scheduler is private: its own port of the
// loopback, its own folder, nothing of the machine's.
type Queue struct {
	URL    string // ipp://localhost:PORT/printers/forms
	Socket string // path of the scheduler's Unix socket

	dir  string
	cups *process
}

// queueName is what the one queue of the scheduler is called.
const queueName = "forms"

// RunQueue starts a queue before p for the length of a test.
func RunQueue(tb testing.TB, p *Printer) *Queue {
	tb.Helper()
	q, err := StartQueue(tb.Context(), p)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := q.Close(); err != nil {
			tb.Error(err)
		}
	})
	return q
}

// StartQueue starts a scheduler with a queue before p; Close ends it.
func StartQueue(ctx context.Context, p *Printer) (*Queue, error) {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	dir, err := os.MkdirTemp("/tmp", "cups")
	if err != nil {
		return nil, fmt.Errorf("ipptest: %w", err)
	}
	q := &Queue{dir: dir, Socket: filepath.Join(dir, "run", "cups.sock")}
	err = q.start(ctx)
	if err == nil {
		// A queue without a driver hands the PDF on as it is.
		err = q.tool(ctx, "lpadmin", "-p", queueName, "-v", p.URL, "-o", "printer-error-policy=stop-printer", "-E")
	}
	if err != nil {
		log, _ := os.ReadFile(filepath.Join(dir, "log"))
		return nil, errors.Join(fmt.Errorf("ipptest: queue: %w\n%s", err, lastLines(log)), q.Close())
	}
	return q, nil
}

// schedulerFiles are cups-files.conf(5): where it keeps what it keeps. It starts
// its backends as somebody without rights, which may not be root.
const schedulerFiles = `ServerRoot %[1]s/etc
CacheDir %[1]s/cache
StateDir %[1]s/run
RequestRoot %[1]s/spool
ErrorLog %[1]s/log
AccessLog %[1]s/access
PageLog %[1]s/page
User lp
Group nogroup
SystemGroup root
Sandboxing relaxed
FatalErrors none
`

// schedulerConfig is cupsd.conf(5): anybody on this machine may do anything.
const schedulerConfig = `Listen localhost:%[2]d
Listen %[1]s/run/cups.sock
LogLevel debug
DefaultAuthType None
WebInterface No
Browsing No
JobRetryInterval 1
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
`

func (q *Queue) start(ctx context.Context) error {
	if err := os.Chmod(q.dir, 0o755); err != nil {
		return err
	}
	for _, sub := range []string{"etc", "cache", "run", "spool"} {
		if err := os.Mkdir(filepath.Join(q.dir, sub), 0o755); err != nil {
			return err
		}
	}
	for { // a port that is free now may be taken a moment later
		err := q.startScheduler(ctx)
		if err == nil || ctx.Err() != nil || !errors.Is(err, errEnded) {
			return err
		}
	}
}

func (q *Queue) startScheduler(ctx context.Context) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	files, config := filepath.Join(q.dir, "etc", "cups-files.conf"), filepath.Join(q.dir, "etc", "cupsd.conf")
	err = errors.Join(
		os.WriteFile(files, fmt.Appendf(nil, schedulerFiles, q.dir), 0o644),
		os.WriteFile(config, fmt.Appendf(nil, schedulerConfig, q.dir, port), 0o644))
	if err != nil {
		return err
	}
	cmd := exec.Command("/usr/sbin/cupsd", "-f", "-c", config, "-s", files)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	if q.cups, err = launch(cmd, filepath.Join(q.dir, "output")); err != nil {
		return err
	}
	q.URL = fmt.Sprintf("ipp://localhost:%d/printers/%s", port, queueName)
	return q.cups.listening(ctx, net.JoinHostPort("localhost", strconv.Itoa(port)))
}

// tool runs one of CUPS's own programs on the queue's scheduler.
func (q *Queue) tool(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, append([]string{"-h", q.Socket}, args...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

// Pause stops the queue, as staff do before they open the printer.
func (q *Queue) Pause(ctx context.Context) error { return q.tool(ctx, "cupsdisable", queueName) }

// Resume lets a paused or stopped queue go on.
func (q *Queue) Resume(ctx context.Context) error { return q.tool(ctx, "cupsenable", queueName) }

// Reject lets the queue take no new jobs.
func (q *Queue) Reject(ctx context.Context) error { return q.tool(ctx, "cupsreject", queueName) }

// Hold holds a job until somebody releases it.
func (q *Queue) Hold(ctx context.Context, job string) error {
	return q.tool(ctx, "lp", "-i", job, "-H", "hold")
}

// Cancel deletes a job, as somebody at the office's computer would.
func (q *Queue) Cancel(ctx context.Context, job string) error { return q.tool(ctx, "cancel", job) }

// Jobs are the jobs that have not ended, "forms-1" and so on.
func (q *Queue) Jobs(ctx context.Context) ([]string, error) {
	cmd := exec.CommandContext(ctx, "lpstat", "-h", q.Socket, "-o")
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("ipptest: lpstat: %w", err)
	}
	var jobs []string
	for line := range strings.Lines(string(out)) {
		if fields := strings.Fields(line); len(fields) > 0 {
			jobs = append(jobs, fields[0])
		}
	}
	return jobs, nil
}

// AwaitJob waits for a job that has not ended and gives its name.
func (q *Queue) AwaitJob(ctx context.Context) (string, error) {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		jobs, err := q.Jobs(ctx)
		if err != nil || len(jobs) > 0 {
			return strings.Join(jobs, " "), err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return "", fmt.Errorf("ipptest: no job: %w", ctx.Err())
		}
	}
}

// Close ends the scheduler and removes what it kept.
func (q *Queue) Close() error { return errors.Join(q.cups.end(), os.RemoveAll(q.dir)) }

func lastLines(log []byte) []byte { return log[max(0, len(log)-2000):] }
