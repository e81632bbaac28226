// Package pageprinter prints PDF files on office printers by IPP (RFC 8010,
// RFC 8011), straight over the network or through cupsd's socket.
//
// A job is followed to its end. While the printer waits for a person (paper, a
// jam, an open cover) the job waits with it and Progress says why, so that a
// screen can ask for paper; once that is mended, the job goes on. Where nobody
// comes, the job is cancelled, so that no form comes out after its owner has
// left. Whatever else than a completed job comes back as *devices.NotPrintedError.
//
// Terms: a job's state is one of pending, pending-held, processing,
// processing-stopped, canceled, aborted, completed (RFC 8011, 5.3.7); a
// printer's is idle, processing or stopped, and its reasons are keywords with
// an ending of -error, -warning, -report or none (5.4.11, 5.4.12).
//
// Through cupsd set "ErrorPolicy abort-job" for the queue and "PreserveJobFiles
// No": by default it tries again for ever, and keeps the forms on its disk.
package pageprinter
