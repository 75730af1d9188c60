package main

import (
	"context"
	"net"
	"net/http"

	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/witness/persistence/inmemory"
	"github.com/transparency-dev/witness/witness"
	"golang.org/x/mod/sumdb/note"
)

// serveWitness is a witness of transparency-dev for the logs of these vkeys, with a store in memory. It says where it listens, and ends
// with a signal.
func serveWitness(ctx context.Context, words []string) (any, error) {
	secret, vkeys := words[0], words[1:]
	signer, err := fnote.NewSignerForCosignatureV1(secret)
	if err != nil {
		return nil, err
	}
	logs := map[string]note.Verifier{}
	for _, vkey := range vkeys {
		verifier, err := note.NewVerifier(vkey)
		if err != nil {
			return nil, err
		}
		logs[verifier.Name()] = verifier
	}
	served, err := witness.New(ctx, witness.Opts{
		Persistence: inmemory.New(),
		Signers:     []note.Signer{signer},
		VerifierForLog: func(_ context.Context, origin string) (note.Verifier, bool, error) {
			verifier, ok := logs[origin]
			return verifier, ok, nil
		},
	})
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	if err := say(map[string]string{"url": "http://" + listener.Addr().String()}); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /add-checkpoint", witness.NewHTTPHandler(served).AddCheckpoint)
	server := &http.Server{Handler: mux}
	go server.Serve(listener)
	<-ctx.Done()
	return nil, server.Close()
}
