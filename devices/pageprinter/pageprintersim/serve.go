package pageprintersim

import (
	"bytes"
	"io"
	"net/http"

	"hallkiosk/devices/pageprinter/ipp"
)

// maxJob bounds what one job may hold, in bytes.
const maxJob = 64 << 20

// ServeHTTP answers IPP requests.
func (p *Printer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost || r.Header.Get("Content-Type") != ipp.MediaType {
		http.Error(w, "IPP only", http.StatusBadRequest)
		return
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxJob))
	if err != nil {
		return // the client has gone, or sent too much and was told
	}
	request, document, err := ipp.Decode(raw)
	if err != nil {
		http.Error(w, "not IPP", http.StatusBadRequest)
		return
	}
	status, group := p.answer(request, document)
	response := &ipp.Message{Major: 1, Minor: 1, Code: uint16(status), RequestID: request.RequestID, Groups: []ipp.Group{
		{Tag: ipp.OperationGroup, Attributes: []ipp.Attribute{
			ipp.String(ipp.Charset, "attributes-charset", "utf-8"),
			ipp.String(ipp.NaturalLanguage, "attributes-natural-language", "en"),
		}},
	}}
	if group != nil {
		response.Groups = append(response.Groups, *group)
	}
	out, err := response.Encode()
	if err != nil {
		http.Error(w, "cannot answer", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", ipp.MediaType)
	_, _ = w.Write(out) // a client that has gone needs no answer
}

func (p *Printer) answer(m *ipp.Message, document []byte) (ipp.Status, *ipp.Group) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch ipp.Op(m.Code) {
	case ipp.PrintJob:
		return p.printJob(m, document)
	case ipp.GetJobAttributes:
		return p.withJob(m, func(*job) ipp.Status { return ipp.OK })
	case ipp.CancelJob:
		return p.withJob(m, func(j *job) ipp.Status {
			if j.state >= stateCanceled {
				return ipp.NotPossible
			}
			j.state, j.document = stateCanceled, nil
			return ipp.OK
		})
	case ipp.GetPrinterAttributes:
		return ipp.OK, p.printerGroup()
	}
	return ipp.OpNotSupported, nil
}

func (p *Printer) printJob(m *ipp.Message, document []byte) (ipp.Status, *ipp.Group) {
	if m.Group(ipp.OperationGroup).Text("document-format") != "application/pdf" {
		return ipp.FormatNotSupported, nil
	}
	if !bytes.HasPrefix(document, []byte("%PDF")) {
		return ipp.BadRequest, nil
	}
	p.jobs = append(p.jobs, &job{state: stateProcessing, document: document})
	if err := p.work(); err != nil {
		return ipp.InternalError, nil
	}
	return ipp.OK, p.jobGroup(len(p.jobs))
}

func (p *Printer) withJob(m *ipp.Message, do func(*job) ipp.Status) (ipp.Status, *ipp.Group) {
	id, ok := m.Group(ipp.OperationGroup).Int("job-id")
	if !ok || id < 1 || id > len(p.jobs) {
		return ipp.NotFound, nil
	}
	if status := do(p.jobs[id-1]); status != ipp.OK {
		return status, nil
	}
	return ipp.OK, p.jobGroup(id)
}

func (p *Printer) jobGroup(id int) *ipp.Group {
	state := p.jobs[id-1].state
	reason := map[int]string{
		stateProcessing: "job-printing", stateCanceled: "job-canceled-by-user",
		stateAborted: "aborted-by-system", stateCompleted: "job-completed-successfully",
	}[state]
	return &ipp.Group{Tag: ipp.JobGroup, Attributes: []ipp.Attribute{
		ipp.Number(ipp.Integer, "job-id", id),
		ipp.Number(ipp.Enum, "job-state", state),
		ipp.String(ipp.Keyword, "job-state-reasons", reason),
	}}
}

func (p *Printer) printerGroup() *ipp.Group {
	state, reason := 3, "none"
	for _, j := range p.jobs {
		if j.state == stateProcessing {
			state = 4
		}
	}
	switch p.mode {
	case MediaEmpty, MediaJam, CoverOpen:
		state, reason = 5, string(p.mode)+"-error"
	}
	return &ipp.Group{Tag: ipp.PrinterGroup, Attributes: []ipp.Attribute{
		ipp.String(ipp.Text, "printer-make-and-model", "hallkiosk pageprintersim"),
		ipp.Number(ipp.Enum, "printer-state", state),
		ipp.String(ipp.Keyword, "printer-state-reasons", reason),
		ipp.Flag("printer-is-accepting-jobs", true),
		ipp.Number(ipp.Enum, "operations-supported", int(ipp.PrintJob), int(ipp.CancelJob), int(ipp.GetJobAttributes), int(ipp.GetPrinterAttributes)),
		ipp.String(ipp.MimeType, "document-format-supported", "application/pdf"),
		ipp.String(ipp.Keyword, "media-supported", "iso_a4_210x297mm"),
	}}
}
