<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>${title}</title>
</head>
<body>
  <nav>
    <ul>
      % for entry in menu:
      <li><a href="${entry.url}"\
      % if entry.current:
 aria-current="${entry.current}"\
      % endif
>${entry.label}</a></li>
      % endfor
    </ul>
  </nav>
  <%block name="main"/>
  <footer><p>${footer}</p></footer>
</body>
</html>
