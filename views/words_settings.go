package views

var settingsPortuguese = settingsWords{
	Settings: "Configurações", Sections: "Seções das configurações", Save: "Salvar",
	SavedNow: "Salvo. Os relatórios já usam os novos valores.",
	NotSaved: "Nada foi salvo. Corrija os campos marcados.",
	Account: accountWords{
		Account: term{"Conta", "Como os relatórios chamam a empresa, em que fuso contam os dias e quando a inatividade encerra uma conversa."},
		Company: "Nome da empresa", CompanyHint: "Aparece no topo dos relatórios e nas páginas impressas.",
		Timezone: "Fuso horário", TimezoneHint: "Define onde começa cada dia. Mudar o fuso muda os dias de todos os relatórios, também os antigos.",
		TimezoneWrong: "Este fuso não existe. Escreva como America/Sao_Paulo.",
		Language:      "Idioma", LanguageHint: "Vale para quem não escolheu outro.",
		Inactivity: "Encerrar por inatividade depois de", InactivityUnit: plural{"hora", "horas"},
		InactivityHint:  "Só para conversas que a origem não encerra. Mudar este valor recalcula todas elas.",
		InactivityWrong: "Escreva um número inteiro de horas, de 1 a 168.",
		TooLong:         "Escreva no máximo %s caracteres.",
	},
	Hours:  hoursPortuguese,
	Import: importPortuguese,
}

var settingsSpanish = settingsWords{
	Settings: "Configuración", Sections: "Secciones de la configuración", Save: "Guardar",
	SavedNow: "Guardado. Los informes ya usan los nuevos valores.",
	NotSaved: "No se guardó nada. Corrija los campos marcados.",
	Account: accountWords{
		Account: term{"Cuenta", "Cómo llaman los informes a la empresa, en qué zona cuentan los días y cuándo la inactividad cierra una conversación."},
		Company: "Nombre de la empresa", CompanyHint: "Aparece en la parte superior de los informes y en las páginas impresas.",
		Timezone: "Zona horaria", TimezoneHint: "Define dónde empieza cada día. Cambiarla cambia los días de todos los informes, también los antiguos.",
		TimezoneWrong: "Esta zona no existe. Escriba como America/Sao_Paulo.",
		Language:      "Idioma", LanguageHint: "Vale para quien no eligió otro.",
		Inactivity: "Cerrar por inactividad después de", InactivityUnit: plural{"hora", "horas"},
		InactivityHint:  "Solo para conversaciones que el origen no cierra. Cambiar este valor las recalcula todas.",
		InactivityWrong: "Escriba un número entero de horas, de 1 a 168.",
		TooLong:         "Escriba como máximo %s caracteres.",
	},
	Hours:  hoursSpanish,
	Import: importSpanish,
}

var settingsEnglish = settingsWords{
	Settings: "Settings", Sections: "Sections of the settings", Save: "Save",
	SavedNow: "Saved. The reports use the new values already.",
	NotSaved: "Nothing was saved. Correct the marked fields.",
	Account: accountWords{
		Account: term{"Account", "What the reports call the company, in which zone they count days, and when silence ends a conversation."},
		Company: "Company name", CompanyHint: "Stands at the top of the reports and on printed pages.",
		Timezone: "Time zone", TimezoneHint: "Decides where each day begins. Another zone changes the days of all reports, old ones too.",
		TimezoneWrong: "There is no such time zone. Write it like America/Sao_Paulo.",
		Language:      "Language", LanguageHint: "For everybody who has not chosen another.",
		Inactivity: "Close by silence after", InactivityUnit: plural{"hour", "hours"},
		InactivityHint:  "Only for conversations that their source does not close. Another value counts them all anew.",
		InactivityWrong: "Write a whole number of hours from 1 to 168.",
		TooLong:         "Write at most %s characters.",
	},
	Hours:  hoursEnglish,
	Import: importEnglish,
}
