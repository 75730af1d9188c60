package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/witness"
	"github.com/transparency-dev/tessera"
	"golang.org/x/mod/sumdb/note"
)

// policy is a tlog-policy file as the libraries read it.
type policy struct {
	logs      []note.Verifier
	witnesses []note.Verifier
	quorum    witness.Group
	tessera   tessera.WitnessGroup
}

func readPolicy(path string) (*policy, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	p := &policy{}
	if err := p.readKeys(string(text)); err != nil {
		return nil, err
	}
	withURLs := []byte(withWitnessURLs(string(text)))
	if p.quorum, err = witness.ParsePolicy(withURLs); err != nil {
		return nil, fmt.Errorf("formats/witness: %w", err)
	}
	if p.tessera, err = tessera.NewWitnessGroupFromPolicy(withURLs); err != nil {
		return nil, fmt.Errorf("tessera: %w", err)
	}
	return p, nil
}

// readKeys reads the vkeys, of which both parsers keep only what they need to ask witnesses.
func (p *policy) readKeys(text string) error {
	for line := range strings.Lines(text) {
		switch fields := strings.Fields(line); {
		case len(fields) > 1 && fields[0] == "log":
			verifier, err := note.NewVerifier(fields[1])
			if err != nil {
				return fmt.Errorf("%s: %w", fields[1], err)
			}
			p.logs = append(p.logs, verifier)
		case len(fields) > 2 && fields[0] == "witness":
			verifier, err := fnote.NewVerifierForCosignatureV1(fields[2])
			if err != nil {
				return fmt.Errorf("%s: %w", fields[2], err)
			}
			p.witnesses = append(p.witnesses, verifier)
		}
	}
	if len(p.logs) == 0 {
		return errors.New("the policy names no log")
	}
	return nil
}

// withWitnessURLs adds a URL where a witness has none. The format makes it optional; both parsers are made for logs and demand it.
func withWitnessURLs(text string) string {
	var lines []string
	for at, line := range strings.Split(text, "\n") {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "witness" {
			line = fmt.Sprintf("%s http://127.0.0.1/%d", line, at)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// verifiers are all keys of the policy.
func (p *policy) verifiers() note.Verifiers {
	return note.VerifierList(append(append([]note.Verifier{}, p.logs...), p.witnesses...)...)
}
