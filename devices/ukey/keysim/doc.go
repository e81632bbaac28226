// Package keysim are virtual U-KEYs behind a real PKCS#11 library. Build
// compiles the library, a small C file, with the machine's C compiler; whoever
// loads it, in whatever process, has its calls answered by a Sim in this one,
// which owns the keys and makes trouble on demand. So the whole way is
// exercised: dlopen, cgo, the vendor's mechanism numbers, a crash in C.
//
// Keys sign in software: RSA, ECDSA, and SM2 by gmsm. They count wrong PINs,
// lock, want their first PIN changed, are pulled out in the middle. Tests, walks
// and the demo use it; the product does not contain it.
package keysim
