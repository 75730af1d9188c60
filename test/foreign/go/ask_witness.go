package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"

	client "github.com/transparency-dev/witness/client/http"
	"github.com/transparency-dev/witness/witness"
)

type witnessQuestion struct {
	OldSize    uint64   `json:"oldSize"`
	Path       [][]byte `json:"path"`
	Checkpoint string   `json:"checkpoint"`
}

type witnessAnswer struct {
	// Signatures are the lines that the witness gave.
	Signatures string `json:"signatures"`
	// Size is what it has cosigned, where it says that.
	Size uint64 `json:"size"`
	// Refusal is how the client understands what the witness answered, or empty.
	Refusal string `json:"refusal"`
}

// askWitness asks a witness what standard input says, with the client of transparency-dev/witness.
func askWitness(ctx context.Context, words []string) (any, error) {
	if err := wordsOf(words, "witness URL"); err != nil {
		return nil, err
	}
	at, err := url.Parse(words[0])
	if err != nil {
		return nil, err
	}
	var question witnessQuestion
	if err := json.NewDecoder(os.Stdin).Decode(&question); err != nil {
		return nil, err
	}
	asked := client.NewWitness(at, http.DefaultClient)
	signatures, size, err := asked.Update(ctx, question.OldSize, []byte(question.Checkpoint), question.Path)
	refusal, err := refusalOf(err)
	if err != nil {
		return nil, err
	}
	return witnessAnswer{string(signatures), size, refusal}, nil
}

func refusalOf(err error) (string, error) {
	if err == nil {
		return "", nil
	}
	for _, known := range []error{
		witness.ErrNoValidSignature,
		witness.ErrUnknownLog,
		witness.ErrOldSizeInvalid,
		witness.ErrCheckpointStale,
		witness.ErrInvalidProof,
		witness.ErrRootMismatch,
	} {
		if errors.Is(err, known) {
			return known.Error(), nil
		}
	}
	return "", fmt.Errorf("the client does not understand the witness: %w", err)
}
