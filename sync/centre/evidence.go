package centre

import (
	"archive/zip"
	"bytes"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"

	"hallkiosk/kiosk/certificate"
)

// exportEvidence writes a proof as a ZIP of files by which anybody can check it
// with OpenSSL, without this centre.
func (c *Centre) exportEvidence(w http.ResponseWriter, v *visitor) error {
	e, err := c.loadEvidence(v, v.PathValue("number"))
	if err != nil {
		return err
	}
	if err := c.store.Log(v.Context(), v.by(c.now()), "export binding", e.Number); err != nil {
		return err
	}
	packed, err := c.packEvidence(e, v.language)
	if err != nil {
		return fmt.Errorf("centre: evidence of %s: %w", e.Number, err)
	}
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", `attachment; filename="`+e.Number+`.zip"`)
	_, _ = w.Write(packed) // a browser that is gone asks again
	return nil
}

func (c *Centre) packEvidence(e evidence, language string) ([]byte, error) {
	receipt, err := receiptOf(e.Proof)
	if err != nil {
		return nil, err
	}
	said, err := json.MarshalIndent(receipt, "", "  ")
	if err != nil {
		return nil, err
	}
	key, err := x509.MarshalPKIXPublicKey(e.WitnessKey)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, file := range []struct {
		name    string
		content []byte
	}{
		{"readme.txt", []byte(c.evidenceReadme(e, language))},
		{"challenge.txt", []byte(e.Challenge.Text)},
		{"certificate.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: e.Challenge.Certificate})},
		{"signature.bin", e.Signature},
		{"witness.bin", e.Witness},
		{"kiosk-key.pem", pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: key})},
		{"receipt.json", append(said, '\n')},
	} {
		f, err := z.CreateHeader(&zip.FileHeader{Name: file.name, Method: zip.Deflate, Modified: e.At})
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(file.content); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// evidenceReadme says what each file is, and by which commands it is checked.
func (c *Centre) evidenceReadme(e evidence, language string) string {
	digest := "-digest sha256"
	if e.Certificate.Algorithm == certificate.SM2 {
		digest = "-digest sm3 -pkeyopt distid:1234567812345678"
	}
	return c.words.Text(language, "centre.evidence.title", "number", e.Number) + "\n\n" +
		c.words.Text(language, "centre.evidence.files") + "\n\n" +
		c.words.Text(language, "centre.evidence.how") + "\n\n" +
		"openssl x509 -in certificate.pem -noout -pubkey -out key.pem\n" +
		"openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in challenge.txt -sigfile signature.bin " + digest + "\n" +
		"cat challenge.txt signature.bin > witnessed.bin\n" +
		"openssl pkeyutl -verify -pubin -inkey kiosk-key.pem -rawin -in witnessed.bin -sigfile witness.bin\n"
}
