% if items:
<div>
  <h2>${title}</h2>
  <ul>
    % for item in items:
    <li>${item}</li>
    % endfor
  </ul>
</div>
% endif
