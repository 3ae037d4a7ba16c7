"""How things are written in China: amounts, dates, codes, phones, regions, company names."""
