package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"
)

// sentForm is a form as it was sent. That it cannot be read is its sender's fault.
func sentForm(c echo.Context) (url.Values, error) {
	form, err := c.FormParams()
	if err != nil {
		return nil, echo.NewHTTPError(http.StatusBadRequest, "this form cannot be read").SetInternal(err)
	}
	return form, nil
}
