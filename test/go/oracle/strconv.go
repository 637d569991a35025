package main

import (
	"fmt"
	"math"
	"strconv"
)

var quoted = []string{
	"", "a", "a b", "\"", "'", "\\", "\x07\b\f\n\r\t\v", "\x00", "\x1b[31m", "\x7f", "\u0080", "\u00a0", "\u00ad", "é", "鍵", "😀",
	"\u200b", "\u200e", "\u2028", "\u3000", "\ufeff", "\ufffd", "\ue000", "\U000e0001", "\U0010ffff", "a\u0301", "`", "%d", "&<>",
	"\xff", "\xc3", "a\x80é", "\xc3(", "\xed\xa0\x80",
}

var bools = []string{"1", "t", "T", "true", "TRUE", "True", "0", "f", "F", "false", "FALSE", "False", "", "tRUE", "yes", "no", " true", "2", "constructor", "\"x\""}

var ints = []string{
	"0", "1", "-1", "+1", "00", "007", "08", "0_7", "0__7", "0x10", "0X1f", "0xg", "0x", "0x_1", "0x1_", "-0x10", "0b101", "0b2", "0b", "0o17", "0O7",
	"0o8", "1_000", "1__0", "_1", "1_", "", "-", "+", "--1", "1.5", "1e3", " 1", "1 ", "١", "9007199254740991", "9223372036854775807", "9223372036854775808",
	"-9223372036854775808", "-9223372036854775809", "0x7fffffffffffffff", "0x8000000000000000", "99999999999999999999", "1\n",
	"0b12", "0b21", "0b1_0", "0o81", "0o18", "0o1_7", "0xg1", "0x1g", "10x1", "018", "0_", "00_1", "-007", "+0x10", "-0", "a1", "1a", "\n1", "0x1\n", "07\n",
}

// runes are quoted as character literals.
var runes = []rune{0, 'a', '\'', '"', '\\', '\n', 0x7f, 0xad, 'é', '鍵', '😀', 0x2028, 0xd800, 0xfffd, 0x10ffff, 0x110000, -1}

var literals = []string{
	`""`, `"a"`, `"\""`, `"\'"`, `"\\"`, `"\a\b\f\n\r\t\v"`, `"\x41\xff"`, `"\xc3\xa9"`, `"\u00e9"`, `"\U0001F600"`, `"\101"`, `"\377"`,
	`"\400"`, `"\q"`, `"\x4"`, `"\u123"`, `"\ud800"`, `"\U00110000"`, `"\12"`, `"\18"`, `"\8"`, `"é鍵😀"`, "\"a\nb\"", `"a"b"`, "`a`",
	"`a\\n\"`", "`a\r\nb`", "`a\nb`",
}

var characters = []string{
	`'a'`, `'é'`, `'😀'`, `'\''`, `'"'`, `'\"'`, `'\n'`, `'\x41'`, `'\xff'`, `'\101'`, `'\u00e9'`, `'\U0001F600'`, `''`, `'ab'`, `'\'`,
	`'''`, `'\400'`, "'\n'",
}

var decimals = []string{
	"0", "1", "-1", "+1", "1.5", ".5", "5.", ".", "", "-", "1e3", "1E+3", "1e-3", "1e", "e1", "_1.5", "1_.5", "1._5", "1e400", "-1e400",
	"1e-400", "1.7976931348623157e308", "1.7976931348623159e308", "5e-324", "2e-324", "0x1p4", "0x1.8p1", "0X1P-2", "0x_1p4",
	"0x1_0p0", "0x1__0p0", "0x1", "0x.8p0", "0x1.p0", "0x.p0", "0xp0", "0x1p", "-0x1p-1074", "0x1p-1075", "0x1.8p-1075", "0x1p1024",
	"0x1.fffffffffffff8p1023", "0x1.fffffffffffff7p1023", "0x123456789abcdef01p-4", "1 ", " 1", "1x",
}

var floats = []float64{
	0, math.Copysign(0, -1), 1, -1, 0.5, 2.5, 0.1, 2.0 / 3, 100000, 999999.5, 1e6, 123456789, 1e20, 1e21, 1e22, 1e-4, 1e-5, 12345.678,
	5e-324, math.MaxFloat64, 0.000001234, 9.5, 99.5, 1 << 53,
}

var layouts = []struct {
	format    byte
	precision int
}{
	{'g', -1}, {'g', 0}, {'g', 3}, {'g', 20}, {'G', -1}, {'e', -1}, {'e', 0}, {'e', 3}, {'E', 6}, {'f', -1}, {'f', 0}, {'f', 1}, {'f', 6},
	{'b', -1}, {'x', -1}, {'x', 0}, {'x', 3}, {'X', 1}, {'x', 15},
}

// record returns a row for the value of a parser, or for its error.
func record(text string, value any, err error) any {
	if err != nil {
		return row{Text: text, Error: err.Error()}
	}
	return row{Text: text, Value: value}
}

func writeStrconv() {
	table := map[string][]any{}
	add := func(name string, row any) {
		table[name] = append(table[name], row)
	}
	for _, text := range quoted {
		add("quote", []any{escaped(text), strconv.Quote(text), strconv.QuoteToASCII(text), strconv.CanBackquote(text)})
	}
	for _, r := range runes {
		add("quoteRune", []any{r, strconv.QuoteRune(r), strconv.QuoteRuneToASCII(r)})
	}
	for _, literal := range literals {
		text, err := strconv.Unquote(literal)
		add("unquote", record(literal, escaped(text), err))
	}
	for _, literal := range characters {
		r, _, tail, err := strconv.UnquoteChar(literal[1:], '\'')
		if err == nil && (tail != "'" || literal[1] == '\n') {
			err = strconv.ErrSyntax
		}
		add("unquoteRune", record(literal, r, err))
	}
	for _, text := range bools {
		value, err := strconv.ParseBool(text)
		add("bool", record(text, value, err))
	}
	for _, text := range ints {
		// As text, because a JavaScript number cannot hold all of them.
		value, err := strconv.ParseInt(text, 0, 64)
		add("int", record(text, fmt.Sprint(value), err))
	}
	for _, text := range decimals {
		value, err := strconv.ParseFloat(text, 64)
		add("parseFloat", record(text, value, err))
	}
	for _, value := range floats {
		for _, layout := range layouts {
			text := strconv.FormatFloat(value, layout.format, layout.precision, 64)
			add("formatFloat", []any{value, string(layout.format), layout.precision, text})
		}
	}
	fmt.Println("{")
	names := []string{"quote", "quoteRune", "unquote", "unquoteRune", "bool", "int", "parseFloat", "formatFloat"}
	for i, name := range names {
		fmt.Printf("%q: [\n", name)
		write(table[name])
		if i < len(names)-1 {
			fmt.Println("],")
		} else {
			fmt.Println("]")
		}
	}
	fmt.Println("}")
}
