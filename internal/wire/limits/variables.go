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
		return beyond(ReasonValues, valuesInVariables, maxValues)
	}
	if depth > maxLiteral {
		return beyond(ReasonValues, valueNesting, maxLiteral)
	}
	switch v := v.(type) {
	case []any:
		if len(v) > maxList {
			return beyond(ReasonValues, listElements, maxList)
		}
		for _, e := range v {
			if err := checkValue(e, depth+1, left); err != nil {
				return err
			}
		}
	case map[string]any:
		if len(v) > maxList {
			return beyond(ReasonValues, objectFields, maxList)
		}
		for _, e := range v {
			if err := checkValue(e, depth+1, left); err != nil {
				return err
			}
		}
	}
	return nil
}
