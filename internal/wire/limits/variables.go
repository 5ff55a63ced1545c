package limits

// checkVariables bounds the variables of a request: how deep they are, how long a list is and how many values there are.
func checkVariables(variables map[string]any) error {
	if len(variables) == 0 {
		return nil
	}
	left := maxValues
	return checkValue(variables, 0, &left)
}

func checkValue(v any, depth int, left *int) error {
	if *left--; *left < 0 {
		return beyond(ReasonValues, "giá trị trong các biến", "values in the variables", maxValues)
	}
	if depth > maxLiteral {
		return beyond(ReasonValues, "tầng lồng nhau của một giá trị", "levels of nesting of a value", maxLiteral)
	}
	switch v := v.(type) {
	case []any:
		if len(v) > maxList {
			return beyond(ReasonValues, "phần tử của một danh sách", "elements of one list", maxList)
		}
		for _, e := range v {
			if err := checkValue(e, depth+1, left); err != nil {
				return err
			}
		}
	case map[string]any:
		if len(v) > maxList {
			return beyond(ReasonValues, "trường của một đối tượng", "fields of one object", maxList)
		}
		for _, e := range v {
			if err := checkValue(e, depth+1, left); err != nil {
				return err
			}
		}
	}
	return nil
}
