package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"

	"relato/handlers"
)

// How long a client may take, and how long the last answers may take once the server is told to stop.
const (
	headerTimeout   = 10 * time.Second
	readTimeout     = 30 * time.Second
	writeTimeout    = time.Minute // files ask for more, chunk by chunk
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 10 * time.Second
)

// maxHeader is the most bytes of a request's headers, its address included: room for an address of many filters.
const maxHeader = 64 << 10

// listen opens a port. It is a usageError where an address is none, not where this machine cannot give it.
func listen(addr string) (net.Listener, error) {
	if err := isAddress(addr); err != nil {
		return nil, usageError{fmt.Errorf("--addr %w; it is HOST:PORT or :PORT", err)}
	}
	port, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("the address %s is taken, perhaps by another relato; stop that program or choose another address with --addr: %w", addr, err)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("the address %s is not allowed; ports below 1024 belong to root, choose another with --addr: %w", addr, err)
	case err != nil:
		return nil, fmt.Errorf("the address %s cannot be had on this machine; choose one of its own with --addr, or :PORT for all of them: %w", addr, err)
	}
	return port, nil
}

// isAddress tells why a text cannot be an address to listen at. The empty one would be any port of all addresses.
func isAddress(addr string) error {
	if addr == "" {
		return errors.New("is empty")
	}
	_, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = net.LookupPort("tcp", port)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", addr, err)
	}
	return nil
}

// webServer answers on a port, by its gate until there is more.
type webServer struct {
	http.Server
	gate   *handlers.Gate
	port   net.Listener
	failed chan error
}

func serveHTTP(port net.Listener) *webServer {
	w := &webServer{gate: &handlers.Gate{}, port: port, failed: make(chan error, 1)}
	w.Server = http.Server{
		Handler: w.gate, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
	}
	go func() { w.failed <- w.Serve(port) }()
	return w
}

// address is where a browser on this machine finds the server.
func (w *webServer) address() string {
	host, port, err := net.SplitHostPort(w.port.Addr().String())
	if err != nil {
		return w.port.Addr().String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// open answers by a server from now on.
func (w *webServer) open(s *handlers.Server) {
	w.RegisterOnShutdown(s.EndStreams)
	w.gate.Open(s)
}

// wait returns when the server is told to stop, or with what stopped it.
func (w *webServer) wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-w.failed:
		return fmt.Errorf("serve: %w", err)
	}
}

// close lets the answers under way finish, but not for long.
func (w *webServer) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	err := w.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return w.Close()
	}
	return err
}
