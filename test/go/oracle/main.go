// Records what Go itself does with the texts that src/go is tested with.
//
//	go run test/go/oracle/*.go csv 150 > test/go/oracle/csv.json
//	go run test/go/oracle/*.go tabs 200 > test/go/oracle/tabs.json
//	go run test/go/oracle/*.go strconv > test/go/oracle/strconv.json
//	npm run fix
package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode/utf8"
)

// row is a text, and the value or the error that Go makes of it.
type row struct {
	Text  string `json:"text"`
	Value any    `json:"value,omitempty"`
	Error string `json:"error,omitempty"`
}

// write prints the elements of a JSON array.
func write(lines []any) {
	for i, line := range lines {
		out, err := json.Marshal(line)
		if err != nil {
			panic(err)
		}
		comma := ","
		if i == len(lines)-1 {
			comma = ""
		}
		fmt.Printf("  %s%s\n", out, comma)
	}
}

func csvRow(text string) row {
	fields, err := csv.NewReader(strings.NewReader(text)).Read()
	if err != nil {
		return row{Text: text, Error: err.Error()}
	}
	return row{Text: text, Value: fields}
}

var csvByHand = []string{
	"a", "ORG_OWNER", "ORG_OWNER,ORG_MEMBER", "a,b,c", ",", ",,", "a,", ",a", " a , b ", "\"a\"", "\"a,b\"", "\"a,b\",c",
	"a,\"b,c\"", "\"a\"\"b\"", "\"\"", "\"\",\"\"", "\"", "\"a", "a\"", "a\"b", "a,b\"", "\"a\"b", "\"a\" ,b", " \"a\"",
	"\"a\"\"", "\"\"\"\"", "\"\"\"", "\n", "\n\n", "\r\n", "\r", "a\r", "a\n", "a\r\n", "a\nb", "\na", "\n\na,b\nc",
	"\"a\nb\"", "\"a\r\nb\"", "\"a\rb\"", "a\rb", "\"a\nb", "\"a\n\nb\"c", "\"a\nb\" c", "é\"", "é,鍵\"", "鍵,😀", "\"鍵\"x",
	"\"a\nbé\"x", "a;b", "#a", "\t", "a\tb", "\\\"a\\\"", "'a,b'", "\"a\"\r\n", "\"a\",\r\n", "\"a\"\r", "\"a\",\r", "\r\na", "\r\ra",
}

func csvRows(count int) []any {
	random := rand.New(rand.NewSource(1))
	letters := []string{"a", "b", ",", ",", "\"", "\"", "\"\"", "\n", "\r\n", "\r", " ", "é", "😀"}
	seen := map[string]bool{"": true}
	var rows []any
	add := func(text string) {
		if !seen[text] {
			seen[text] = true
			rows = append(rows, csvRow(text))
		}
	}
	for _, text := range csvByHand {
		add(text)
	}
	for len(rows) < count {
		var text strings.Builder
		if random.Intn(2) == 0 {
			text.WriteString("\"")
		}
		for range 1 + random.Intn(9) {
			text.WriteString(letters[random.Intn(len(letters))])
		}
		add(text.String())
	}
	return rows
}

// escaped is a text that need not be valid UTF-8. An invalid byte is written as a lone surrogate, because JSON has no
// bytes: see src/go/byteString.ts.
type escaped string

func (text escaped) MarshalJSON() ([]byte, error) {
	encoded := []byte{'"'}
	for i := 0; i < len(text); {
		character, size := utf8.DecodeRuneInString(string(text[i:]))
		if character == utf8.RuneError && size == 1 {
			encoded = fmt.Appendf(encoded, `\udc%02x`, text[i])
		} else {
			quoted, err := json.Marshal(string(character))
			if err != nil {
				return nil, err
			}
			encoded = append(encoded, quoted[1:len(quoted)-1]...)
		}
		i += size
	}
	return append(encoded, '"'), nil
}

var tabsByHand = []string{
	"bb\t", "a\tb\t", "longer\tb\nc\t\t", "a\t\n", "a\t\f\t", "\v", "\t\t\n\t", "\xffa\tb\nc\xff\td\nx\ty\n", "\xff\t", "a\t\xff",
	"\xff\f\xff\t1\nlonger\t2\n", "a\tb\n\nc\td\n", "é\t1\n鍵鍵鍵鍵\t2\n😀\t3\n",
}

// tabRow aligns a text as the Atlas CLI does.
func tabRow(text string) any {
	var aligned strings.Builder
	writer := tabwriter.NewWriter(&aligned, 6, 4, 3, ' ', 0)
	fmt.Fprint(writer, text)
	writer.Flush()
	return [2]escaped{escaped(text), escaped(aligned.String())}
}

func tabRows(count int) []any {
	random := rand.New(rand.NewSource(1))
	pieces := []string{"\t", "\t", "\t", "\n", "\n", "\v", "\f", "a", "bb", "a longer cell", " ", "é", "鍵", "😀", "\xff"}
	seen := map[string]bool{}
	var rows []any
	add := func(text string) {
		if !seen[text] {
			seen[text] = true
			rows = append(rows, tabRow(text))
		}
	}
	for _, text := range tabsByHand {
		add(text)
	}
	for len(rows) < count {
		var text strings.Builder
		for range 1 + random.Intn(20) {
			text.WriteString(pieces[random.Intn(len(pieces))])
		}
		add(text.String())
	}
	return rows
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "strconv" {
		writeStrconv()
		return
	}
	if len(os.Args) != 3 {
		panic("the name of the table, or the number of its rows, is missing")
	}
	count, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	rows := map[string]func(int) []any{"csv": csvRows, "tabs": tabRows}[os.Args[1]]
	fmt.Println("[")
	write(rows(count))
	fmt.Println("]")
}
