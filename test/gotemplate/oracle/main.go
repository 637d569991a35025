// Records what Go itself does with the templates and formats that src/gotemplate is tested with.
//
// Record the results in the tables again, after a change of their inputs or with a new version of Go:
//
//	go run test/gotemplate/oracle/*.go templates < test/gotemplate/templates.table.json > new.json
//	go run test/gotemplate/oracle/*.go formats < test/gotemplate/printf.table.json > new.json
//
// Replace the table by new.json, and format it with `npm run fix`.
//
// Compare the library with Go on random templates and formats. The arguments are a seed and a count:
//
//	go run test/gotemplate/oracle/*.go random-templates 1 5000 | npx bun test/gotemplate/oracle/compare.ts
//	go run test/gotemplate/oracle/*.go random-formats 1 5000 | npx bun test/gotemplate/oracle/compare.ts
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"
	"text/template"
	"unicode/utf8"
)

// templateTable is the content of templates.table.json. A row is a template, the name of its data, the output, and the
// error; one of the last two is null.
type templateTable struct {
	Data json.RawMessage `json:"data"`
	Rows [][4]*string    `json:"rows"`
}

// formatRow is a row of printf.table.json.
type formatRow struct {
	format string
	args   json.RawMessage
	output string
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// execute returns the output or the error of a template.
func execute(source string, data any) (output, problem *string) {
	parsed, err := template.New("output").Parse(source)
	var result strings.Builder
	if err == nil {
		err = parsed.Execute(&result, data)
	}
	if err != nil {
		text := err.Error()
		return nil, &text
	}
	text := result.String()
	return &text, nil
}

func format(text string, rawArgs json.RawMessage) string {
	var raw []json.RawMessage
	check(json.Unmarshal(rawArgs, &raw))
	args := make([]any, len(raw))
	for i := range raw {
		arg, err := decodeArgument(raw[i])
		check(err)
		args[i] = arg
	}
	return fmt.Sprintf(text, args...)
}

func decodeData(raw json.RawMessage) map[string]json.RawMessage {
	var data map[string]json.RawMessage
	check(json.Unmarshal(raw, &data))
	return data
}

func recordTemplates() {
	var table templateTable
	check(json.NewDecoder(os.Stdin).Decode(&table))
	data := decodeData(table.Data)
	for i, row := range table.Rows {
		doc, err := decodeDoc(data[*row[1]])
		check(err)
		table.Rows[i][2], table.Rows[i][3] = execute(*row[0], doc)
	}
	printTemplates(table)
}

func recordFormats() {
	var rows [][3]json.RawMessage
	check(json.NewDecoder(os.Stdin).Decode(&rows))
	recorded := make([]formatRow, len(rows))
	for i, row := range rows {
		var text string
		check(json.Unmarshal(row[0], &text))
		recorded[i] = formatRow{text, row[1], format(text, row[1])}
	}
	printFormats(recorded)
}

func printTemplates(table templateTable) {
	lines := make([]string, len(table.Rows))
	for i, row := range table.Rows {
		cells := make([]string, len(row))
		for j, cell := range row {
			cells[j] = "null"
			if cell != nil {
				cells[j] = quote(*cell)
			}
		}
		lines[i] = "[" + strings.Join(cells, ", ") + "]"
	}
	fmt.Printf("{\n\"data\": %s,\n\"rows\": [\n%s\n]\n}\n", table.Data, strings.Join(lines, ",\n"))
}

func printFormats(rows []formatRow) {
	lines := make([]string, len(rows))
	for i, row := range rows {
		lines[i] = fmt.Sprintf("[%s, %s, %s]", quote(row.format), row.args, quote(row.output))
	}
	fmt.Printf("[\n%s\n]\n", strings.Join(lines, ",\n"))
}

// quote encodes a string as JSON in ASCII. A byte outside valid UTF-8 becomes a lone surrogate, as byteString.ts
// describes.
func quote(text string) string {
	var quoted strings.Builder
	quoted.WriteByte('"')
	for i := 0; i < len(text); {
		character, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case character == utf8.RuneError && size == 1:
			fmt.Fprintf(&quoted, `\udc%02x`, text[i])
		case character < 0x7f:
			// Without the quotes. The encoder escapes <, > and & too.
			encoded, err := json.Marshal(string(character))
			check(err)
			if strings.ContainsRune("<>&", character) {
				encoded = []byte{'"', byte(character), '"'}
			}
			quoted.Write(encoded[1 : len(encoded)-1])
		case character < 0x10000:
			fmt.Fprintf(&quoted, `\u%04x`, character)
		default:
			pair := character - 0x10000
			fmt.Fprintf(&quoted, `\u%04x\u%04x`, 0xd800+pair>>10, 0xdc00+pair&0x3ff)
		}
		i += size
	}
	quoted.WriteByte('"')
	return quoted.String()
}

// numbers returns the seed and the count on the command line.
func numbers() (seed int64, count int) {
	if len(os.Args) != 4 {
		log.Fatal("a seed and a count are missing")
	}
	seed, err := strconv.ParseInt(os.Args[2], 10, 64)
	check(err)
	count, err = strconv.Atoi(os.Args[3])
	check(err)
	return seed, count
}

func main() {
	mode := ""
	if len(os.Args) > 1 {
		mode = os.Args[1]
	}
	switch mode {
	case "templates":
		recordTemplates()
	case "formats":
		recordFormats()
	case "random-templates":
		printTemplates(randomTemplates(numbers()))
	case "random-formats":
		printFormats(randomFormats(numbers()))
	default:
		log.Fatalf("unknown mode %q", mode)
	}
}
