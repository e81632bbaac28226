package main

import (
	"time"

	"hallkiosk/kiosk/certificate"
)

type decodeCertificate struct{ inputFile }

func (c *decodeCertificate) Run(s streams) error {
	return decode(s, c.File, func(data []byte) (any, error) {
		read, err := certificate.Read(data)
		if err != nil {
			return nil, refusal{certificate.Code(err), err}
		}
		return struct {
			Organisation  string                `json:"organisation"`
			USCC          string                `json:"uscc"`
			Issuer        string                `json:"issuer"`
			Serial        string                `json:"serial"`
			SerialDecimal string                `json:"serialDecimal"`
			NotBefore     time.Time             `json:"notBefore"` // RFC 3339, UTC
			NotAfter      time.Time             `json:"notAfter"`
			Algorithm     certificate.Algorithm `json:"algorithm"`
			Use           certificate.Use       `json:"use"`
		}{read.Organisation, read.USCC, read.Issuer, read.SerialHex(), read.SerialDecimal(), read.NotBefore, read.NotAfter,
			read.Algorithm, read.Use}, nil
	})
}
