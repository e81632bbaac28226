// Package pkcs11 is a ukey.Driver for vendors' PKCS#11 modules (OASIS PKCS #11
// Cryptographic Token Interface Base Specification 2.40). It runs in a module's
// helper process only, on one thread; the module is told that threads are its own
// affair where it insists.
//
// A PIN is given to a module in three places, login twice and setPIN, and out of
// the pipe's own memory. What a module does with it is the module's affair.
//
// A signature is never passed on unless it fits the certificate: what vendors of
// SM2 modules mean by a mechanism's number is tried, not believed.
package pkcs11
