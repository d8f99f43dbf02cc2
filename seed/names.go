package seed

// The words that contacts are made of.
var (
	firstNames = []string{
		"Maria", "José", "Ana", "João", "Antônio", "Francisca", "Carlos", "Paulo", "Adriana", "Pedro", "Juliana", "Lucas",
		"Márcia", "Luiz", "Fernanda", "Marcos", "Patrícia", "Luís", "Aline", "Gabriel", "Sandra", "Rafael", "Camila",
		"Daniel", "Amanda", "Marcelo", "Bruna", "Bruno", "Jéssica", "Eduardo", "Letícia", "Felipe", "Júlia", "Raimundo",
		"Luciana", "Rodrigo", "Vanessa", "Manoel", "Mariana", "Mateus", "Gabriela", "André", "Vera", "Fernando", "Vitória",
		"Fábio", "Larissa", "Leonardo", "Cláudia", "Gustavo", "Beatriz", "Guilherme", "Rita", "Leandro", "Luana", "Tiago",
		"Sônia", "Anderson", "Renata", "Ricardo", "Eliane", "Márcio", "Josefa", "Jorge", "Simone", "Sebastião", "Natália",
		"Alexandre", "Cristiane", "Roberto", "Carla", "Edson", "Débora", "Diego", "Rosângela", "Vitor", "Jaqueline",
		"Sérgio", "Rosa", "Cláudio", "Daniela", "Thiago", "Aparecida", "Geraldo", "Marlene", "Adriano", "Terezinha",
		"Luciano", "Raimunda", "Júlio", "Andréia", "Renato", "Fabiana", "Alex", "Lúcia", "Vinícius", "Raquel", "Rogério",
		"Heloísa", "Caio",
	}
	lastNames = []string{
		"Silva", "Santos", "Oliveira", "Souza", "Rodrigues", "Ferreira", "Alves", "Pereira", "Lima", "Gomes", "Costa",
		"Ribeiro", "Martins", "Carvalho", "Almeida", "Lopes", "Soares", "Fernandes", "Vieira", "Barbosa", "Rocha", "Dias",
		"Nascimento", "Andrade", "Moreira", "Nunes", "Marques", "Machado", "Mendes", "Freitas", "Cardoso", "Ramos",
		"Gonçalves", "Santana", "Teixeira", "Araújo", "Pinto", "Melo", "Barros", "Batista", "Campos", "Cavalcanti",
		"Moraes", "Castro", "Correia", "Duarte", "Farias", "Figueiredo", "Magalhães", "Monteiro", "Neves", "Pires",
		"Queiroz", "Sampaio", "Tavares", "Xavier", "Yamamoto", "Zanetti", "Kowalski", "d'Ávila",
	}
	longNames = []string{
		"Associação dos Moradores e Amigos do Conjunto Habitacional Jardim Horizonte Azul da Zona Leste de São Paulo",
		"Maria Aparecida da Conceição Albuquerque Cavalcanti de Vasconcelos Bittencourt e Souza (mãe da Bia e do Caio)",
		"🌸✨ Ateliê da Lu ✨🌸 Bolsas, Laços & Presentes Feitos à Mão — encomendas só por aqui, respondo em até 24 horas 💖",
		`Distribuidora "Irmãos Pereira & Filhos" Comércio Varejista de Utilidades Domésticas e Presentes em Geral Ltda. ME`,
	}
	emoji = []string{"🌻", "❤️", "🙏", "⚽", "👩‍👧", "✨", "🐶", "🏖️", "💅", "🇧🇷"}

	// areaCodes has São Paulo many times: it is where the shops are.
	areaCodes = []string{
		"11", "11", "11", "11", "11", "11", "11", "11", "11", "11", "12", "13", "14", "15", "16", "17", "19", "19",
		"21", "21", "21", "24", "27", "31", "31", "31", "34", "41", "41", "47", "48", "51", "51", "61", "62", "67",
		"71", "71", "81", "81", "83", "84", "85", "91", "92", "98",
	}
)
