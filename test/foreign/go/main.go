// Command foreign reads, proves and witnesses logs with libraries that share no code with Cairn: golang.org/x/mod/sumdb,
// filippo.io/torchwood and those of transparency-dev. Its answers are JSON on standard output; what a library refuses is said on
// standard error, with exit code 1.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

var commands = map[string]func(ctx context.Context, words []string) (any, error){
	"checkpoint":         judgeCheckpoint,
	"read":               readLog,
	"fsck":               checkLog,
	"make-proof":         makeProof,
	"verify-proof":       verifyProof,
	"consistency":        proveConsistency,
	"verify-consistency": verifyConsistency,
	"ask-witness":        askWitness,
	"cosigned-log":       growCosignedLog,
	"witness":            serveWitness,
	"agent":              serveAgent,
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "no such command")
		os.Exit(2)
	}
	answer, err := commands[os.Args[1]](ctx, os.Args[2:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := say(answer); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// say writes one line of JSON. Servers call it as soon as they listen.
func say(answer any) error {
	if answer == nil {
		return nil
	}
	return json.NewEncoder(os.Stdout).Encode(answer)
}

// wordsOf demands as many words as there are names.
func wordsOf(words []string, names ...string) error {
	if len(words) != len(names) {
		return fmt.Errorf("expected %v", names)
	}
	return nil
}
