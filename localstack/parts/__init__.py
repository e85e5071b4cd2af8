"""The parts a clinic would rent: a database, a broker, a mail server. Each starts and stops alone, on a port it keeps."""
