package main

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
)

// Role and Doc are the types of the data in templates.table.json. types.ts describes them to the library.
type Role struct {
	OrgId    string
	RoleName string
	Count    int
}

type Doc struct {
	Desc   string
	Id     string
	Num    int
	N32    int32
	N64    int64
	F      float64
	B      bool
	Roles  []Role
	Names  []string
	Tags   map[string]string
	Nested map[string][]string
	Any    any
	PDesc  *string
	PRoles *[]Role
	PNum   *int
	Sub    *Role
	Role   Role
}

// These methods are like those that the Atlas Go SDK generates. The receiver is a value so that random.go can execute a
// template with a Doc as well as with a pointer to one.

func (d Doc) GetPDesc() string {
	if d.PDesc == nil {
		return ""
	}
	return *d.PDesc
}

func (d Doc) GetPDescOk() (*string, bool) {
	return d.PDesc, d.PDesc != nil
}

func (d Doc) HasPDesc() bool {
	return d.PDesc != nil
}

func (d Doc) GetPRoles() []Role {
	if d.PRoles == nil {
		return nil
	}
	return *d.PRoles
}

// decodeDoc decodes the data of a template. The capacity of each slice is its length, because the library has no
// capacities.
func decodeDoc(data []byte) (*Doc, error) {
	doc := new(Doc)
	if err := json.Unmarshal(data, doc); err != nil {
		return nil, err
	}
	doc.Roles = slices.Clip(doc.Roles)
	doc.Names = slices.Clip(doc.Names)
	for key, list := range doc.Nested {
		doc.Nested[key] = slices.Clip(list)
	}
	doc.Any = clip(doc.Any)
	return doc, nil
}

func clip(value any) any {
	switch value := value.(type) {
	case []any:
		for i := range value {
			value[i] = clip(value[i])
		}
		return slices.Clip(value)
	case map[string]any:
		for key := range value {
			value[key] = clip(value[key])
		}
	}
	return value
}

// decodeArgument decodes an argument of printf: a kind and a JSON value.
func decodeArgument(raw json.RawMessage) (any, error) {
	var pair [2]json.RawMessage
	var kind string
	if err := json.Unmarshal(raw, &pair); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(pair[0], &kind); err != nil {
		return nil, err
	}
	switch kind {
	case "nil":
		return nil, nil
	case "any":
		return decode[any](pair[1])
	case "bool":
		return decode[bool](pair[1])
	case "bools":
		return decode[[]bool](pair[1])
	case "complex":
		parts, err := decode[[2]float64](pair[1])
		return complex(parts[0], parts[1]), err
	case "float64":
		special := map[string]float64{
			`"inf"`: math.Inf(1), `"-inf"`: math.Inf(-1), `"nan"`: math.NaN(), `"-0"`: math.Copysign(0, -1),
		}
		if value, ok := special[string(pair[1])]; ok {
			return value, nil
		}
		return decode[float64](pair[1])
	case "floats":
		return decode[[]float64](pair[1])
	case "int":
		return decode[int](pair[1])
	case "int32":
		return decode[int32](pair[1])
	case "int64":
		return decode[int64](pair[1])
	case "ints":
		return decode[[]int](pair[1])
	case "map":
		return decode[map[string]string](pair[1])
	case "mapany":
		return decode[map[string]any](pair[1])
	case "mapint":
		return decode[map[string]int](pair[1])
	case "role":
		return decode[Role](pair[1])
	case "roles":
		return decode[[]Role](pair[1])
	case "string":
		return decode[string](pair[1])
	case "strings":
		return decode[[]string](pair[1])
	case "uint8":
		return decode[uint8](pair[1])
	}
	return nil, fmt.Errorf("unknown kind %q", kind)
}

func decode[T any](raw json.RawMessage) (T, error) {
	var value T
	err := json.Unmarshal(raw, &value)
	return value, err
}
