// Writes the tables that src/cli is tested against: what Go itself makes of these texts.
//
//	go run test/cli/oracle/main.go csv 150 > test/cli/oracle/csv.json
//	go run test/cli/oracle/main.go text > test/cli/oracle/goText.json
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
)

// row is one text and what came of it: a value or the text of an error.
type row struct {
	Text  string `json:"text"`
	Value any    `json:"value,omitempty"`
	Error string `json:"error,omitempty"`
}

func write(lines []any, last bool) {
	for i, line := range lines {
		out, err := json.Marshal(line)
		if err != nil {
			panic(err)
		}
		comma := ","
		if last && i == len(lines)-1 {
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

var quoted = []string{
	"", "a", "a b", "\"", "'", "\\", "\x07\b\f\n\r\t\v", "\x00", "\x1b[31m", "\x7f", "\u0080", "\u00a0", "\u00ad", "é", "鍵", "😀",
	"\u200b", "\u200e", "\u2028", "\u3000", "\ufeff", "\ufffd", "\ue000", "\U000e0001", "\U0010ffff", "a\u0301", "`", "%d", "&<>",
}

var bools = []string{"1", "t", "T", "true", "TRUE", "True", "0", "f", "F", "false", "FALSE", "False", "", "tRUE", "yes", "no", " true", "2", "constructor", "\"x\""}

var ints = []string{
	"0", "1", "-1", "+1", "00", "007", "08", "0_7", "0__7", "0x10", "0X1f", "0xg", "0x", "0x_1", "0x1_", "-0x10", "0b101", "0b2", "0b", "0o17", "0O7",
	"0o8", "1_000", "1__0", "_1", "1_", "", "-", "+", "--1", "1.5", "1e3", " 1", "1 ", "١", "9007199254740991", "9223372036854775807", "9223372036854775808",
	"-9223372036854775808", "-9223372036854775809", "0x7fffffffffffffff", "0x8000000000000000", "99999999999999999999", "1\n",
	"0b12", "0b21", "0b1_0", "0o81", "0o18", "0o1_7", "0xg1", "0x1g", "10x1", "018", "0_", "00_1", "-007", "+0x10", "-0", "a1", "1a", "\n1", "0x1\n", "07\n",
}

func main() {
	if os.Args[1] == "csv" {
		count, _ := strconv.Atoi(os.Args[2])
		fmt.Println("[")
		write(csvRows(count), true)
		fmt.Println("]")
		return
	}
	table := map[string][]any{}
	for _, text := range quoted {
		table["quote"] = append(table["quote"], row{Text: text, Value: strconv.Quote(text)})
	}
	for _, text := range bools {
		value, err := strconv.ParseBool(text)
		if err != nil {
			table["bool"] = append(table["bool"], row{Text: text, Error: err.Error()})
		} else {
			table["bool"] = append(table["bool"], row{Text: text, Value: value})
		}
	}
	for _, text := range ints {
		// As text: a JavaScript number cannot hold all of them.
		value, err := strconv.ParseInt(text, 0, 64)
		if err != nil {
			table["int"] = append(table["int"], row{Text: text, Error: err.Error()})
		} else {
			table["int"] = append(table["int"], row{Text: text, Value: fmt.Sprint(value)})
		}
	}
	fmt.Println("{")
	names := []string{"quote", "bool", "int"}
	for i, name := range names {
		fmt.Printf("%q: [\n", name)
		write(table[name], true)
		if i < len(names)-1 {
			fmt.Println("],")
		} else {
			fmt.Println("]")
		}
	}
	fmt.Println("}")
}
