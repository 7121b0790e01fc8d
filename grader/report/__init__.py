"""From facts to paper: view, charts, HTML, PDF, class overview; the only room that knows Jinja2 and WeasyPrint."""
