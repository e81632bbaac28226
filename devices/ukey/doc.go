// Package ukey is the kiosk's port for U-KEYs: what is plugged in, what it says
// of itself, signing with it and changing its PIN. A vendor's library is a
// Driver, run in a process of its own; devices/ukey/pkcs11 is one for PKCS#11.
package ukey
