package views

// liveWords say that there is new data. Refreshed is said aloud when it has come.
type liveWords struct{ NewData, Refresh, Refreshed string }

var livePortuguese = liveWords{"Novos dados", "Atualizar", "Relatório atualizado"}

var liveSpanish = liveWords{"Datos nuevos", "Actualizar", "Informe actualizado"}

var liveEnglish = liveWords{"New data", "Refresh", "Report refreshed"}
