// Reads and writes the entries of profiles with go-keyring, the library of the Atlas CLI. Tests use secret-tool instead and do
// not need this program. To compare with the library itself, on a desktop or in a session of dbus-run-session:
//
//	cd test/keyring/oracle
//	go run . set atlascli_ci private_api_key VALUE && atlas auth whoami -P ci
//	atlas config set private_api_key VALUE -P ci && go run . get atlascli_ci private_api_key
package main

import (
	"fmt"
	"os"

	"github.com/zalando/go-keyring"
)

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "get":
		value, err := keyring.Get(args[1], args[2])
		if err == nil {
			fmt.Println(value)
		}
		return err
	case len(args) == 4 && args[0] == "set":
		return keyring.Set(args[1], args[2], args[3])
	case len(args) == 3 && args[0] == "delete":
		return keyring.Delete(args[1], args[2])
	}
	return fmt.Errorf("usage: get SERVICE USER | set SERVICE USER VALUE | delete SERVICE USER")
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
