// Package trace records what passes between the kiosk and one of its devices, and
// serves it again to the product's own driver, so that a hall's trouble can be
// looked at where there is neither the device nor the person.
//
// # The file
//
// JSON lines. The first is the header:
//
//	{"trace":1,"device":"idcard","id":"0400:c35a","protocol":"GA/T 467, bulk","session":"read","date":"2026-11-22","masked":true}
//
// Each further line is an event, in the order in which the driver saw them:
//
//	{"t":0,"ep":"open","id":"0400:c35a","class":"ff/00/00"}   the driver opened the device
//	{"t":81,"ep":"out","b":"aaaaaa96690003200122"}            one OUT transfer
//	{"t":903,"ep":"in","b":"aaaaaa9669000800009f","z":5}      one IN transfer
//	{"t":950,"ep":"quiet"}                                    nothing came in the time the driver gave
//	{"t":990,"ep":"control","r":[161,1,0,0],"b":"18"}         a request to endpoint 0 and its data
//	{"t":999,"ep":"in","e":"gone"}                            it failed: gone or stall
//
// t is in microseconds since the first line; b is hex, and z zeros follow it. A
// network printer has exchanges: out is the request, in the answer.
//
// # Nothing personal
//
// A Masker, which belongs to the device's protocol, replaces what is personal
// before an event is written. It has to see a reply whole, so IN transfers are
// held in memory until the driver speaks again, or until two seconds have passed
// when the next comes. What is held when the program dies is lost, never written as
// it was. A file whose header does not say that it is masked is not replayed.
//
// # A file that was cut
//
// Every line is written at once. One that was cut at the end of the file, as by a
// power cut, is left out and Trace.Cut says so.
package trace
