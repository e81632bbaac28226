package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"hallkiosk/kiosk/audit"
	"hallkiosk/sync/centre/authority"
)

// stopWithin is how long requests under way may take to end.
const stopWithin = 10 * time.Second

// serve serves kiosks and staff until the context ends.
func (p program) serve(ctx context.Context, args []string) (err error) {
	set, data := p.flags("serve")
	staff := set.String("staff", ":8443", "address of the staff's pages and the waiting pages")
	api := set.String("api", ":9443", "address of the kiosks' side")
	hosts := set.String("host", "localhost,127.0.0.1", "names and addresses that the centre is reached by, with commas")
	plain := set.Bool("staff-plain", false, "serve the staff's pages without TLS; only on a loopback address")
	if extra, err := parse(set, args); err != nil {
		return err
	} else if extra != "" {
		return fmt.Errorf("serve: what is %q?", extra)
	}
	if *plain && !loopback(*staff) {
		return errors.New("serve: -staff-plain needs a loopback address in -staff, such as 127.0.0.1:8080")
	}
	c, vouch, err := p.open(*data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	staffTLS, apiTLS, err := configs(vouch, strings.Split(*hosts, ","), *plain)
	if err != nil {
		return err
	}
	staffAt, err := listen(*staff, staffTLS)
	if err != nil {
		return err
	}
	apiAt, err := listen(*api, apiTLS)
	if err != nil {
		return errors.Join(err, staffAt.Close())
	}
	scheme := "https"
	if *plain {
		scheme = "http"
	}
	fmt.Fprintf(p.out, "staff %s://%s\nkiosks https://%s\n", scheme, staffAt.Addr(), apiAt.Addr())
	audit.Log(p.log(), audit.CentreStarted)
	if err = p.serveAll(ctx, served{staffAt, c.Staff()}, served{apiAt, c.API()}); err != nil {
		audit.Log(p.log(), audit.CentreStopped, audit.Error(err))
		return err
	}
	audit.Log(p.log(), audit.CentreStopped)
	return nil
}

func configs(vouch *authority.Authority, hosts []string, plain bool) (staff, api *tls.Config, err error) {
	if api, err = vouch.APIConfig(hosts); err != nil {
		return nil, nil, err
	}
	if plain {
		return nil, api, nil
	}
	staff, err = vouch.StaffConfig(hosts)
	return staff, api, err
}

func listen(address string, config *tls.Config) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	if config != nil {
		config.NextProtos = []string{"h2", "http/1.1"}
		l = tls.NewListener(l, config)
	}
	return l, nil
}

type served struct {
	at      net.Listener
	handler http.Handler
}

// serveAll serves until the context ends or one of them fails, and then lets
// requests under way come to their end.
func (p program) serveAll(ctx context.Context, all ...served) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, one := range all {
		server := &http.Server{
			Handler: one.handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second,
			WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
			// Failed handshakes: of interest only to who looks for them.
			ErrorLog: slog.NewLogLogger(p.log().Handler(), slog.LevelDebug),
		}
		group.Go(func() error {
			if err := server.Serve(one.at); !errors.Is(err, http.ErrServerClosed) {
				return fmt.Errorf("serve: %w", err)
			}
			return nil
		})
		group.Go(func() error {
			<-ctx.Done()
			last, cancel := context.WithTimeout(context.Background(), stopWithin)
			defer cancel()
			return server.Shutdown(last)
		})
	}
	return group.Wait()
}

func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
