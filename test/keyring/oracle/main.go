// Reads and writes the keyring with the library that the Atlas CLI uses, to judge what this program does. Run it by hand, on
// a session bus with a keyring:
//
//	go run . get atlascli_ci private_api_key
//	echo -n value | go run . set atlascli_ci private_api_key
//
// Tests do not need it.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/zalando/go-keyring"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: judge get|set SERVICE USER")
		os.Exit(2)
	}
	service, user := os.Args[2], os.Args[3]
	var err error
	switch os.Args[1] {
	case "get":
		var value string
		value, err = keyring.Get(service, user)
		fmt.Print(value)
	case "set":
		var value []byte
		if value, err = io.ReadAll(os.Stdin); err == nil {
			err = keyring.Set(service, user, string(value))
		}
	default:
		err = fmt.Errorf("unknown command %q", os.Args[1])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
