-- What came with version 16.
CREATE COLLATION first.ruled (provider = icu, locale = 'und', rules = '& a < g');
