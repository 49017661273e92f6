"""How letters sound: the rules that `spelling.py` reads by, as data.

"^" marks the beginning of a word, "$" its end, "_e" a consonant and a last e behind ("a" in "make"), "+i" a
following e, i or y ("c" in "city"). The longest rule counts, the more particular of two. Phones are ARPABET.

Source: the letter-to-sound rules of Elovitz et al. 1976 (NRL report 7948), thinned out to what lips show.
"""

from __future__ import annotations


def _rules(table: str) -> dict[str, str]:
    """`letters=phones` with blanks between rules and dots between phones."""
    rules = (rule.split("=") for rule in table.split())
    return {letters: phones.replace(".", " ") for letters, phones in rules}


ENGLISH = _rules(
    """
    a=ae  a$=ax  a_e=ey  ai=ey  air=eh.r  al$=ax.l  alk=ao.k  all=ao.l  alt=ao.l.t  alm=aa.m  ange=ey.n.jh
    ar=aa.r  are$=eh.r  ary$=eh.r.iy  ^arr=ax.r  arr=ae.r  aste=ey.s.t  ate$=ey.t  ation=ey.sh.ax.n  augh=ao
    aught=ao.t  laugh=l.ae.f  au=ao  aw=ao  ay=ey  age$=ih.jh  able$=ax.b.ax.l  aigh=ey  ance$=ax.n.s
    page$=p.ey.jh  answer=ae.n.s.er  wave=w.ey.v  wake=w.ey.k  ant$=ax.n.t  wa=w.aa  wai=w.ey  way=w.ey
    war=w.ao.r  wash=w.aa.sh  water=w.ao.t.er
    b=b  mb$=m  bt$=t  bb=b
    c=k  c+i=s  cc=k  cc+i=k.s  ce$=s  ch=ch  chr=k.r  ^ch=ch  tch=ch  cial=sh.ax.l  cian=sh.ax.n
    cious=sh.ax.s  cient=sh.ax.n.t  ck=k  cq=k  ches$=ch.ih.z  ces$=s.ih.z  ^cy=s.ay  charac=k.eh.r.ax.k
    chine=sh.iy.n  sch=s.k  ache$=ey.k
    d=d  dd=d  dge=jh  dg=jh  ded$=d.ih.d  ding$=d.ih.ng  ^de=d.ih
    e=eh  e$=  e_e=iy  ea=iy  ead=eh.d  eak=iy.k  ^ear=er  ear=ih.r  ealth=eh.l.th  ease=iy.z
    eath=eh.th  easure=eh.zh.er  ed$=d  ee=iy  eer=ih.r  ei=iy  eigh=ey  eir=eh.r  eo=iy  er=er  ere$=ih.r
    ^ere=eh.r  err=eh.r  es$=z  ess$=eh.s  eu=y.uw  ever=eh.v.er  every=eh.v.r.iy  ew=uw  ewe=uw  ey$=iy
    eye=ay  ^ex=ih.k.s  eau=ow  ead$=eh.d  ^re=r.iy  eally=iy.l.iy  ^be=b.ih  ely$=l.iy
    ence$=ax.n.s  ent$=ax.n.t  ement$=m.ax.n.t  eness$=n.ax.s  earch=er.ch  earn=er.n  earl=er.l
    engine=eh.n.jh.ax.n  ew$=uw
    f=f  ff=f
    g=g  g+i=jh  gg=g  gg+i=g  ge$=jh  gh=  ^gh=g  gn=n  gn$=n  gu+i=g  ges$=jh.ih.z  ^gi=g.ih  ^get=g.eh.t
    ^giv=g.ih.v  ^girl=g.er.l  ging$=jh.ih.ng  ^gn=n  guage=g.w.ih.jh
    h=hh  h$=  ^hon=aa.n  ^hou=aw
    i=ih  i_e=ay  i$=ay  ia=iy.ax  ie=iy  ie$=ay  ied$=ay.d  ies$=iy.z  igh=ay  ign$=ay.n
    ild$=ay.l.d  ind$=ay.n.d  ing$=ih.ng  ing=ih.ng  ink=ih.ng.k  io=iy.ow  ious=iy.ax.s  ir=er  ire=ay.r
    ian=iy.ax.n  ience=ay.ax.n.s  ific=ih.f.ih.k  ise$=ay.z  ize$=ay.z  ive$=ih.v  ^ive=ay.v
    ion$=y.ax.n  iew=y.uw  ite$=ay.t  ine$=ay.n  ice$=ay.s  ible$=ax.b.ax.l  iend=eh.n.d
    j=jh  k=k  ^kn=n  kk=k
    l=l  ll=l  le$=ax.l  ^l=l  les$=ax.l.z  led$=ax.l.d
    m=m  mm=m  mn$=m  mb=m.b  ment$=m.ax.n.t
    n=n  nn=n  ng=ng.g  ng$=ng  nk=ng.k  ngs$=ng.z  nge=n.jh  nx=ng.k.s  ngth=ng.th
    o=aa  o_e=ow  o$=ow  oa=ow  oar=ao.r  oe=ow  oi=oy  old=ow.l.d  oll$=ow.l  olk=ow.k  ome$=ah.m  ome=ah.m
    on$=ax.n  ^on=aa.n  one$=ow.n  oo=uw  ood=uh.d  ook=uh.k  oor=ao.r  oom=uw.m  or=ao.r  ore=ao.r
    ^or=ao.r  or$=er  ^wor=w.er  ory$=er.iy  oss=ao.s  ost$=ow.s.t  oth=aa.th  other=ah.dh.er  ou=aw
    oubl=ah.b.l  ough=ao  ^ough=ao  though=dh.ow  through=th.r.uw  ought=ao.t  enough=ih.n.ah.f  ould=uh.d
    ound=aw.n.d  oun=aw.n  oup=uw.p  our=aw.r  our$=er  ours$=aw.r.z  ous$=ax.s  ouse=aw.s  out=aw.t
    outh=aw.th  ove=ah.v  over=ow.v.er  ow=ow  ower=aw.er  owd=aw.d  own=ow.n  ^down=d.aw.n  ^how=hh.aw
    ^now=n.aw  own$=ow.n  oy=oy  oice=oy.s  oney=ah.n.iy  ong=ao.ng  oft=ao.f.t  ^con=k.ax.n  ^com=k.ax.m
    ^off=ao.f  ^pro=p.r.ow  onth=ah.n.th  on+i=aa.n  ow$=ow  ows$=ow.z  home=hh.ow.m  oman=uh.m.ax.n
    omen=ih.m.ih.n
    p=p  ph=f  pp=p  ^ps=s  ^pn=n
    q=k  qu=k.w  que$=k  ^qu=k.w
    r=r  rr=r  ^rh=r  rh=r
    s=s  s$=z  ss=s  sh=sh  sion=zh.ax.n  ssion=sh.ax.n  sure$=zh.er  sse$=s  sc+i=s  se$=z  ses$=s.ih.z
    shes$=sh.ih.z  ^sch=s.k  sten=s.ax.n  stle=s.ax.l  ts$=t.s  ks$=k.s  ps$=p.s  fs$=f.s  ss$=s
    sugar=sh.uh.g.er  ^sure=sh.uh.r  us$=ax.s  is$=ih.s  sm$=z.ax.m  ast$=ae.s.t
    t=t  tt=t  th=th  ^the=dh.eh  ^tha=dh.ae  ^thi=th.ih  ther=dh.er  ^tho=dh.ow  ths$=th.s  the$=dh
    tial=sh.ax.l  tian=sh.ax.n  tion=sh.ax.n  tious=sh.ax.s  tient=sh.ax.n.t  ture=ch.er  ted$=t.ih.d
    ^thr=th.r  ^this=dh.ih.s  ^than=dh.ae.n  thank=th.ae.ng.k  thing=th.ih.ng  ty$=t.iy  tual=ch.uw.ax.l
    u=ah  u_e=uw  u$=uw  ^uni=y.uw.n.ih  ue$=uw  ue=uw  ui=uw  uild=ih.l.d  uit=uw.t  ull$=uh.l
    ur=er  ure$=y.er  ^us=ah.s  ^use=y.uw.z  uy=ay  ^up=ah.p  ush=uh.sh  ^put=p.uh.t  ury$=er.iy  ul$=ax.l
    ully$=ax.l.iy  mus=m.y.uw.z  ^hu=hh.y.uw  ^hur=hh.er  ^hun=hh.ah.n  ute=y.uw.t  uch$=ah.ch  uct=ah.k.t
    v=v  vv=v  ve$=v
    w=w  wh=w  ^who=hh.uw  ^wr=r  w$=  ^what=w.ah.t
    x=k.s  ^x=z  xes$=k.s.ih.z  xious=k.sh.ax.s
    y=iy  ^y=y  y_e=ay  ^you=y.uw  ^your=y.ao.r  ^young=y.ah.ng  ^my=m.ay  ^by=b.ay  ^try=t.r.ay
    ^fly=f.l.ay  ^why=w.ay  ^cry=k.r.ay  ^sky=s.k.ay  ^dry=d.r.ay  ply$=p.l.ay  fy$=f.ay  ysi=ih.z.ih
    yste=ih.s.t.eh
    z=z  zz=z  ze$=z
    """
)

ENGLISH_WORDS = {
    "a": "ax", "again": "ax g eh n", "against": "ax g eh n s t", "any": "eh n iy", "are": "aa r",
    "as": "ae z", "be": "b iy", "been": "b ih n", "both": "b ow th", "break": "b r ey k",
    "busy": "b ih z iy", "come": "k ah m", "do": "d uw", "does": "d ah z", "don't": "d ow n t",
    "done": "d ah n", "eye": "ay", "for": "f ao r", "four": "f ao r", "from": "f r ah m", "give": "g ih v",
    "go": "g ow", "gone": "g ao n", "great": "g r ey t", "group": "g r uw p", "has": "hh ae z",
    "have": "hh ae v", "he": "hh iy", "heard": "hh er d", "heart": "hh aa r t", "her": "hh er",
    "here": "hh ih r", "his": "hh ih z", "hour": "aw r", "i": "ay", "i'm": "ay m", "is": "ih z",
    "know": "n ow", "live": "l ih v", "many": "m eh n iy", "me": "m iy", "most": "m ow s t",
    "move": "m uw v", "no": "n ow", "none": "n ah n", "nor": "n ao r", "of": "ah v", "on": "aa n",
    "once": "w ah n s", "one": "w ah n", "only": "ow n l iy", "our": "aw r", "own": "ow n",
    "people": "p iy p ax l", "pretty": "p r ih t iy", "said": "s eh d", "says": "s eh z", "she": "sh iy",
    "so": "s ow", "some": "s ah m", "son": "s ah n", "sure": "sh uh r", "than": "dh ae n",
    "that": "dh ae t", "the": "dh ax", "their": "dh eh r", "them": "dh eh m", "then": "dh eh n",
    "there": "dh eh r", "these": "dh iy z", "they": "dh ey", "this": "dh ih s", "those": "dh ow z",
    "to": "t uw", "today": "t ax d ey", "too": "t uw", "two": "t uw", "usual": "y uw zh uw ax l",
    "very": "v eh r iy", "was": "w ah z", "we": "w iy", "were": "w er", "what": "w ah t", "where": "w eh r",
    "who": "hh uw", "with": "w ih dh", "woman": "w uh m ax n", "women": "w ih m ih n", "won": "w ah n",
    "won't": "w ow n t", "word": "w er d", "work": "w er k", "world": "w er l d", "would": "w uh d",
    "you": "y uw", "your": "y ao r",
}  # fmt: skip
"""Common words that follow no rule."""

AS_WRITTEN = _rules(
    """
    a=aa  ai=ay  ay=ay  au=aw  ä=eh  å=ao  æ=ae  à=aa  â=aa
    b=b  c=k  c+i=s  ch=sh  ck=k  ç=s  d=d  e=eh  e$=ax  ei=ay  eu=oy  eau=ow  f=f  g=g  gn=n.y  gh=g  h=hh
    i=iy  ie=iy  j=y  k=k  l=l  ll=l  m=m  n=n  ng=ng  ñ=n.y  o=ao  ou=uw  oi=w.aa  oo=ow  ö=er  ø=er  œ=er
    p=p  ph=f  pf=p.f  q=k  qu=k.w  r=r  s=s  sch=sh  sh=sh  ss=s  ß=s  t=t  th=t  ts=t.s  tz=t.s  u=uw
    ü=uw
    v=v  w=v  x=k.s  y=iy  z=t.s
    """
)
"""Letters as most languages in Latin script use them."""
