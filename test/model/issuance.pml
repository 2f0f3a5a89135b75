/*
 * How one numbered sheet is issued: the runtime, the device process, the printer, a citizen, a technician, a storekeeper, and what may
 * go wrong at any step. README.md says what each process stands for, and what is assumed.
 *
 * issuance-table.pml is written from runtime/issuance/states.ts: S_ states, E_ events, B_ states of a blank, next_state and blank_of.
 */
#include "issuance-table.pml"

#define BLANKS 3
#define ORDERS 2
/* Fewer for the search with fairness, which is ten times the work. */
#ifdef LIVE
#define CRASHES 1
#define RESTARTS 0
#define SPOILS 0
#else
#define CRASHES 2
#define RESTARTS 1
#define SPOILS 1
#endif
/* How often the runtime asks after a job that has not ended; the code asks six times. */
#ifdef TRACE
#define ASKS 6
#else
#define ASKS 2
#endif
#define NOBODY 255

#ifdef TRACE
mtype = { ev_answer, ev_answer_to_nobody, ev_boot, ev_citizen_takes, ev_commit, ev_crash_device, ev_crash_runtime, ev_end, ev_intend, ev_not_seen_taken, ev_peek, ev_peeked_in_vain, ev_power_cut, ev_printer_restart, ev_recovered, ev_standing, ev_stock };
#define SAY0(word) printf("@ %e |%d %d|%d %d %d\n", word, st[0], st[1], bk[0], bk[1], bk[2])
#define SAY1(word, a) printf("@ %e %d |%d %d|%d %d %d\n", word, a, st[0], st[1], bk[0], bk[1], bk[2])
#define SAY2(word, a, b) printf("@ %e %d %d |%d %d|%d %d %d\n", word, a, b, st[0], st[1], bk[0], bk[1], bk[2])
#else
#define SAY0(word) skip
#define SAY1(word, a) skip
#define SAY2(word, a, b) skip
#endif

/* Where a sheet of paper really is. */
#define STORE 0
#define TRAY 1
#define INSIDE 2 /* drawn in, nothing on it */
#define HALF 3   /* printed in part */
#define OUTLET 4 /* printed whole, and lies there */
#define TAKEN 5
#define BIN 6
#define BACK 7

/* The book: what survives. Every change is one commit. */
byte st[ORDERS];
byte sheet[ORDERS];
byte bk[BLANKS];

/* The paper. */
byte loc[BLANKS];
byte ink[BLANKS]; /* whose document is on it, whole */
bool drew[ORDERS];

/* The runtime; forgotten when it dies. */
#define R_DOWN 0
#define R_RECOVER 1
#define R_READY 2
#define R_PEEKED 3
#define R_INTENDED 4
#define R_STOOD 5
#define R_SENT 6
#define R_WAIT 7
#define R_ASK 8
#define R_WAITF 9
#define R_JUDGED 10
#define R_TAKE 11
byte rt = R_DOWN;
byte cur = NOBODY;
byte peeked = NOBODY;
byte judged;
byte asked;
bool recovering;
byte rep; /* the device process's answer */
byte orders; /* issuances begun: the next one's place */

/* What the device process answers. */
#define A_NONE 0
#define A_NO 1       /* no byte left */
#define A_ASK 2      /* sent perhaps, and not heard to the end */
#define A_LOST 3     /* heard, and not to be believed */
#define A_PROVED 4   /* completed, its reason good, every count agrees */
#define A_ABORT0 5   /* given up; no page, say the counts */
#define A_DOUBT 6    /* completed against a count, or given up after a page */
#define A_PENDING 7
#define A_NOTFOUND 8
#define A_OFFLINE 9

/* The device process; forgotten when it dies. One command at a time, in the order they came. */
#define D_IDLE 0
#define D_CHECK 1
#define D_SEND 2
#define D_SEARCH 3
#define D_FOLLOW 4
#define D_FIND 5
byte dv = D_IDLE;
byte dj = NOBODY;
byte pq = NOBODY;  /* a print that waits its turn */
byte fq = NOBODY;  /* a question that waits its turn */
bool orphan;       /* nobody waits for the running command any more */
bool pq_orphan;

/* The printer. `mem`: what it will say of a job; forgotten when it restarts. */
#define M_NONE 0
#define M_PEND 1
#define M_DONE 2
#define M_LIE 3      /* "completed", and its counts or its reason say otherwise */
#define M_ABORT0 4
#define M_ABORTP 5
#define P_IDLE 0
#define P_QUEUED 1
#define P_DRAWN 2
#define P_JAMMED 3   /* a sheet is stuck, and the job waits for somebody to take it out */
byte ps = P_IDLE;
byte pj = NOBODY;
byte pt = NOBODY;
byte mem[ORDERS];
byte wire = NOBODY;  /* a job whose last byte has left, and which the printer has not taken yet */

/* The technician. */
#define T_IDLE 0
#define T_CLEAR 1
#define T_LOOK 2
#define T_SAY 3
byte tk = T_IDLE;
byte ti = NOBODY;
byte tf;

byte crashes = CRASHES;
byte restarts = RESTARTS;
byte spoils = SPOILS;
byte gives_back = SPOILS;

hidden byte x;
hidden byte to;
hidden byte found;

/* Mistakes, each of which must break a promise; 0 makes none. */
#define SEND_BEFORE_COMMIT 1
#define COMMIT_NOT_DURABLE 2
#define RETRY_LOST 3
#define RETRY_SENT 4
#define TRUST_NOT_FOUND 5
#define TRUST_COMPLETED 6
#define RELEASE_ON_ABORT 7
#define RESOLVE_BLIND 8
#define LOOK_BEFORE_CLEAR 9
#define NO_SECOND_LOOK 10
#define TAKEN_UNSEEN 11
#define FORGETS_TO_ASK 12
#define NOBODY_LOOKS 13
#define PRINTER_PRINTS_AGAIN 14
byte bug;
byte only;
byte watch;

/* Names for what must never be: an assertion that fails shows its name. With `only`, its place in this list, the others are not looked at. */
bool no_such_arrow, false_printed, issued_but_not_theirs, stock_is_not_in_the_tray, sheet_missing_in_the_book, spoiled_but_not_in_the_bin,
  returned_but_not_back, wrong_sheet_fed, printed_twice, printed_over, two_for_one_number,
  two_in_flight, stuck, sent_without_a_row, nothing_accounted;

inline check() {
  found = 0;
  for (x : 0 .. BLANKS - 1) {
    assert(stock_is_not_in_the_tray || bk[x] != B_inStock || loc[x] == TRAY);
    assert(sheet_missing_in_the_book || loc[x] != TRAY || bk[x] == B_inStock || bk[x] == B_reserved || bk[x] == B_unknown);
    assert(spoiled_but_not_in_the_bin || bk[x] != B_spoiled || loc[x] == BIN);
    assert(returned_but_not_back || bk[x] != B_returned || loc[x] == BACK);
    assert(nothing_accounted || (loc[x] == STORE) == (bk[x] == B_none));
    if
    :: bk[x] == B_reserved || bk[x] == B_unknown -> found++
    :: else -> skip
    fi
  }
  assert(two_in_flight || found <= 1);
  for (x : 0 .. ORDERS - 1) {
    assert(false_printed || (st[x] != S_printed && st[x] != S_issued) || ink[sheet[x]] == x);
    assert(issued_but_not_theirs || st[x] != S_issued || loc[sheet[x]] == TAKEN);
  }
  assert(two_for_one_number || st[0] == S_none || st[1] == S_none || st[0] == S_failed || st[1] == S_failed || sheet[0] != sheet[1]);
  x = 0;
  found = 0
}

/* One durable commit of the ledger. */
inline commit(i, event) {
  d_step {
    next_state(st[i], event, to);
    assert(no_such_arrow || to != S_none);
    st[i] = to;
    blank_of(st[i], to);
    if
    :: bug == RELEASE_ON_ABORT && st[i] == S_held -> to = B_inStock
    :: else -> skip
    fi;
    bk[sheet[i]] = to;
    to = 0;
    SAY2(ev_commit, i, event);
    check()
  }
}

/* The number that the book says is fed next: the lowest in stock; none while one is on its way or in doubt. */
inline next_blank(into) {
  into = NOBODY;
  for (x : 0 .. BLANKS - 1) {
    if
    :: into == NOBODY && bk[x] == B_inStock -> into = x
    :: else -> skip
    fi
  }
  for (x : 0 .. BLANKS - 1) {
    if
    :: bk[x] == B_reserved || bk[x] == B_unknown -> into = NOBODY
    :: else -> skip
    fi
  }
  x = 0
}

inline first_in(state, into) {
  into = NOBODY;
  for (x : 0 .. ORDERS - 1) {
    if
    :: into == NOBODY && st[x] == state -> into = x
    :: else -> skip
    fi
  }
  x = 0
}

inline settled() {
  cur = NOBODY;
  judged = 0;
  asked = 0;
  rep = A_NONE;
  rt = (recovering -> R_RECOVER : R_READY)
}

inline judge(event) {
  judged = event;
  rep = A_NONE;
  asked = 0;
  rt = R_JUDGED
}

/* A walk at random would spend its crashes before anything has begun: in it, who does harm comes only now and then. */
#ifdef TRACE
#define RESTED (rest_ == 0)
#define REST_AGAIN(most) if :: rest_ = 0 :: rest_ = most / 8 :: rest_ = most / 4 :: rest_ = most / 2 :: rest_ = most fi
#define REST(most) byte rest_; REST_AGAIN(most)
#define RESTS :: rest_ > 0 -> rest_--
#define MOSTLY(what) :: what :: what :: what :: what :: what :: what
#else
#define RESTED true
#define REST_AGAIN(most) skip
#define REST(most) skip
#define RESTS
#define MOSTLY(what) :: what
#endif

#define ON_ITS_WAY(b) (bk[b] == B_reserved || bk[b] == B_unknown)
#define CAN_FEED \
  (!ON_ITS_WAY(0) && !ON_ITS_WAY(1) && !ON_ITS_WAY(2) && (bk[0] == B_inStock || bk[1] == B_inStock || bk[2] == B_inStock))

proctype Runtime() {
  REST(0);
end:
  do
  RESTS
  :: atomic { rt == R_DOWN -> rt = R_RECOVER; recovering = true; SAY0(ev_boot) }
  :: atomic {
      rt == R_RECOVER ->
      first_in(S_intent, cur);
      if
      :: cur != NOBODY -> commit(cur, E_abandon); cur = NOBODY
      :: else ->
        if
        :: bug != FORGETS_TO_ASK -> first_in(S_sent, cur)
        :: else -> skip
        fi;
        if
        :: cur != NOBODY -> rt = (bug == RETRY_SENT -> R_SENT : R_ASK)
        :: else -> recovering = false; rt = R_READY; SAY0(ev_recovered)
        fi
      fi
    }
  :: atomic {
      rt == R_READY && orders < ORDERS && CAN_FEED ->
      next_blank(peeked);
      rt = R_PEEKED;
      SAY1(ev_peek, peeked)
    }
  :: atomic {
      rt == R_PEEKED ->
      /* The document was made meanwhile, with this number on it. */
      if
      :: bug == NO_SECOND_LOOK -> found = peeked
      :: else -> next_blank(found)
      fi;
      if
      :: found == peeked ->
        d_step {
          cur = orders;
          orders++;
          st[cur] = S_intent;
          sheet[cur] = peeked;
          bk[peeked] = B_reserved;
          rt = R_INTENDED;
          found = 0;
          SAY2(ev_intend, cur, peeked);
          check()
        }
      :: else -> rt = R_READY; found = 0; SAY0(ev_peeked_in_vain)
      fi;
      peeked = NOBODY
    }
  :: atomic {
      rt == R_INTENDED ->
      if
      :: bug == SEND_BEFORE_COMMIT -> pq = cur
      :: else -> skip
      fi;
      if
      MOSTLY(rt = R_STOOD; SAY1(ev_standing, cur))
      :: commit(cur, E_abandon); settled()
      fi
    }
  :: atomic { rt == R_STOOD -> commit(cur, E_send); rt = R_SENT }
  :: atomic {
      rt == R_SENT ->
      if
      :: bug != SEND_BEFORE_COMMIT -> pq = cur
      :: else -> skip
      fi;
      rt = R_WAIT
    }
  :: atomic {
      rt == R_WAIT && rep != A_NONE ->
      if
      :: rep == A_NO -> judge(E_not_printed)
      :: rep == A_PROVED -> judge(E_proved)
      :: rep == A_LOST -> judge(E_lost)
      :: rep == A_ASK -> rep = A_NONE; rt = R_ASK
      :: rep == A_DOUBT -> assert(bug == TRUST_COMPLETED); judge(E_proved)
      fi
    }
  :: atomic { rt == R_ASK -> asked++; fq = cur; rt = R_WAITF }
  :: atomic {
      rt == R_WAITF && rep != A_NONE ->
      if
      :: rep == A_PROVED -> judge(E_proved)
      :: rep == A_ABORT0 -> judge(E_aborted)
      :: rep == A_DOUBT -> judge((bug == TRUST_COMPLETED -> E_proved : E_lost))
      :: rep == A_NOTFOUND -> judge((bug == TRUST_NOT_FOUND -> E_not_printed : E_lost))
      :: (rep == A_PENDING || rep == A_OFFLINE) && asked < ASKS -> rep = A_NONE; rt = R_ASK
      :: (rep == A_PENDING || rep == A_OFFLINE) && asked >= ASKS -> judge(E_lost)
      fi
    }
  :: atomic { bug == RETRY_LOST && rt == R_JUDGED && judged == E_lost && crashes > 0 -> crashes--; judged = 0; rt = R_SENT }
  :: atomic {
      rt == R_JUDGED ->
      commit(cur, judged);
      if
      :: st[cur] == S_printed && !recovering -> judged = 0; rt = R_TAKE; REST_AGAIN(60)
      :: else -> settled()
      fi
    }
  :: atomic {
      RESTED && rt == R_TAKE ->
      if
      :: loc[sheet[cur]] == TAKEN || bug == TAKEN_UNSEEN -> commit(cur, E_taken)
      :: SAY1(ev_not_seen_taken, cur)
      fi;
      settled()
    }
  od
}

#define LISTENS (rt == R_WAIT || rt == R_WAITF || (bug == SEND_BEFORE_COMMIT && rt >= R_STOOD))

inline answer(what) {
  if
  :: !orphan && LISTENS && cur == dj -> rep = what; SAY2(ev_answer, dj, what)
  :: else -> SAY2(ev_answer_to_nobody, dj, what)
  fi;
  dv = D_IDLE;
  dj = NOBODY;
  orphan = false
}

/* Take the job out of the printer; it may not hear, and a sheet that moves is not stopped. */
inline cancel(i) {
  if
  :: pj == i && ps != P_DRAWN -> pj = NOBODY; ps = P_IDLE; pt = NOBODY; mem[i] = M_ABORT0
  :: skip
  fi
}

proctype Device() {
  REST(0);
end:
  do
  RESTS
  :: atomic { dv == D_IDLE && pq != NOBODY -> dj = pq; pq = NOBODY; orphan = pq_orphan; pq_orphan = false; dv = D_CHECK }
  :: atomic { dv == D_IDLE && pq == NOBODY && fq != NOBODY -> dj = fq; fq = NOBODY; orphan = false; dv = D_FIND }
  :: atomic {
      dv == D_CHECK ->
      if
      :: answer(A_NO) /* cover open, paper out, not reached */
      MOSTLY(dv = D_SEND)
      fi
    }
  :: atomic {
      dv == D_SEND && pj == NOBODY ->
      if
      :: answer(A_NO) /* refused by its status */
      MOSTLY(pj = dj; ps = P_QUEUED; mem[dj] = M_PEND; dv = D_FOLLOW; REST_AGAIN(30))
      :: wire = dj; dv = D_SEARCH /* the line broke, and all had arrived */
      :: dv = D_SEARCH            /* the line broke, and it had not */
      fi
    }
  :: atomic {
      dv == D_SEARCH ->
      if
      :: mem[dj] != M_NONE -> dv = D_FOLLOW
      :: mem[dj] == M_NONE -> answer(A_LOST)
      :: answer(A_ASK)
      fi
    }
  :: atomic {
      RESTED && dv == D_FOLLOW ->
      if
      MOSTLY(mem[dj] == M_DONE -> answer(A_PROVED))
      :: mem[dj] == M_LIE -> answer((bug == TRUST_COMPLETED -> A_DOUBT : A_LOST))
      :: mem[dj] == M_NONE -> answer(A_LOST)
      :: mem[dj] == M_ABORT0 || mem[dj] == M_ABORTP -> answer(A_ASK)
      :: mem[dj] == M_PEND -> cancel(dj); answer(A_ASK) /* its time is over */
      :: answer(A_ASK) /* not heard any more */
      fi
    }
  :: atomic {
      dv == D_FIND ->
      if
      :: mem[dj] == M_PEND && asked >= ASKS -> cancel(dj)
      :: else -> skip
      fi;
      if
      :: mem[dj] == M_DONE -> answer(A_PROVED)
      :: mem[dj] == M_ABORT0 -> answer(A_ABORT0)
      :: mem[dj] == M_LIE || mem[dj] == M_ABORTP -> answer(A_DOUBT)
      :: mem[dj] == M_PEND -> answer(A_PENDING)
      :: mem[dj] == M_NONE -> answer(A_NOTFOUND)
      :: answer(A_OFFLINE)
      fi
    }
  od
}

inline top_sheet(into) {
  into = NOBODY;
  for (x : 0 .. BLANKS - 1) {
    if
    :: into == NOBODY && loc[x] == TRAY -> into = x
    :: else -> skip
    fi
  }
  x = 0
}

inline done_with(what) {
  mem[pj] = what;
  pj = NOBODY;
  pt = NOBODY;
  ps = P_IDLE
}

inline whole() {
  assert(printed_over || ink[pt] == NOBODY);
  loc[pt] = OUTLET;
  ink[pt] = pj
}

inline restarted() {
  restarts--;
  for (x : 0 .. ORDERS - 1) { mem[x] = M_NONE }
  x = 0;
  pj = NOBODY;
  pt = NOBODY;
  ps = P_IDLE;
  if
  :: bug == PRINTER_PRINTS_AGAIN && st[0] == S_sent -> pj = 0; ps = P_QUEUED; mem[0] = M_PEND
  :: else -> skip
  fi;
  SAY0(ev_printer_restart)
}

proctype Printer() {
end:
  do
  :: atomic { wire != NOBODY && pj == NOBODY -> pj = wire; wire = NOBODY; mem[pj] = M_PEND; ps = P_QUEUED }
  :: atomic {
      ps == P_QUEUED ->
      top_sheet(pt);
      if
      MOSTLY(pt != NOBODY ->
        assert(wrong_sheet_fed || pt == sheet[pj]);
        assert(printed_twice || !drew[pj]);
        assert(sent_without_a_row || st[pj] == S_sent || st[pj] == S_unknown || st[pj] == S_held);
        drew[pj] = true;
        loc[pt] = INSIDE;
        ps = P_DRAWN;
        d_step { check() })
      :: done_with(M_ABORT0) /* no paper, says the sensor; or jammed before the sheet */
      :: done_with(M_LIE)    /* a queue threw it away */
      fi
    }
  :: atomic {
      ps == P_DRAWN ->
      if
      MOSTLY(whole(); done_with(M_DONE))
      :: whole(); done_with(M_LIE) /* the counter came late, or is silent */
      :: whole(); done_with(M_ABORTP)
      :: whole(); done_with(M_ABORT0)
      :: loc[pt] = HALF; done_with(M_ABORT0)
      :: loc[pt] = HALF; done_with(M_ABORTP)
      :: loc[pt] = HALF; done_with(M_LIE)
      :: done_with(M_ABORT0)
      :: done_with(M_LIE)
      :: ps = P_JAMMED
      fi
    }
    /* Once the way is free a printer goes on by itself, with the next sheet. */
  :: atomic { ps == P_JAMMED && loc[pt] != INSIDE -> ps = P_QUEUED; pt = NOBODY }
  od
}

/* Somebody switches the printer off and on. What it was doing ends somehow, and it forgets. */
proctype Switch() {
  REST(150);
end:
  do
  RESTS
  :: atomic {
      RESTED && restarts > 0 ->
      if
      :: ps == P_DRAWN -> whole()
      :: ps == P_DRAWN -> loc[pt] = HALF
      :: skip
      fi;
      restarted()
    }
  od
}

proctype Citizen() {
  REST(90);
end:
  do
  RESTS
  :: atomic { RESTED && loc[0] == OUTLET -> loc[0] = TAKEN; SAY1(ev_citizen_takes, 0) }
  :: atomic { RESTED && loc[1] == OUTLET -> loc[1] = TAKEN; SAY1(ev_citizen_takes, 1) }
  :: atomic { RESTED && loc[2] == OUTLET -> loc[2] = TAKEN; SAY1(ev_citizen_takes, 2) }
  od
}

/* What only somebody who looks can settle. Not what a citizen is just being asked to take. */
#define TO_SETTLE(i) (st[i] == S_held || st[i] == S_unknown || (st[i] == S_printed && !(rt == R_TAKE && cur == i)))
#define AT_THE_DESK (rt != R_DOWN && rt != R_RECOVER)

proctype Technician() {
end:
  do
  :: atomic { tk == T_IDLE && bug != NOBODY_LOOKS && TO_SETTLE(0) -> ti = 0; tk = T_CLEAR }
  :: atomic { tk == T_IDLE && bug != NOBODY_LOOKS && TO_SETTLE(1) -> ti = 1; tk = T_CLEAR }
    /* First the printer must have let go of the job, or it goes on when the way is free. */
  :: atomic { tk == T_CLEAR && bug == LOOK_BEFORE_CLEAR -> tk = T_LOOK }
  :: atomic {
      tk == T_CLEAR && !(pj == ti && ps == P_DRAWN) ->
      if
      :: pj == ti -> pj = NOBODY; ps = P_IDLE; pt = NOBODY; mem[ti] = M_ABORT0
      :: else -> skip
      fi;
      if
      :: wire == ti -> wire = NOBODY
      :: else -> skip
      fi;
      tk = T_LOOK
    }
  :: atomic {
      tk == T_LOOK ->
      if
      :: bug == RESOLVE_BLIND -> tf = E_found_printed
      :: bug == RESOLVE_BLIND -> tf = E_found_spoiled
      :: bug == RESOLVE_BLIND && st[ti] != S_printed -> tf = E_found_unused
      :: loc[sheet[ti]] == TAKEN -> tf = E_found_printed
      :: loc[sheet[ti]] == OUTLET -> loc[sheet[ti]] = TAKEN; tf = E_found_printed /* handed over */
      :: loc[sheet[ti]] == OUTLET -> loc[sheet[ti]] = BIN; tf = E_found_spoiled   /* nobody came for it */
      :: loc[sheet[ti]] == HALF -> loc[sheet[ti]] = BIN; tf = E_found_spoiled
      :: loc[sheet[ti]] == INSIDE -> loc[sheet[ti]] = BIN; tf = E_found_spoiled
      :: loc[sheet[ti]] == INSIDE -> loc[sheet[ti]] = TRAY; tf = E_found_unused   /* whole: back on top */
      :: loc[sheet[ti]] == TRAY -> tf = E_found_unused
      :: loc[sheet[ti]] == BIN -> tf = E_found_spoiled
      fi;
      tk = T_SAY
    }
  :: atomic { tk == T_SAY && AT_THE_DESK -> commit(ti, tf); tk = T_IDLE; ti = NOBODY; tf = 0 }
    /* Nothing can happen any more: nothing may be open. */
  :: atomic {
      timeout ->
      assert(stuck || (!TO_SETTLE(0) && !TO_SETTLE(1) && rt == R_READY));
      for (x : 0 .. BLANKS - 1) { assert(stuck || (bk[x] != B_reserved && bk[x] != B_unknown && bk[x] != B_printed)) }
      x = 0;
      SAY0(ev_end);
      break
    }
  od
}

/* Sheets of the stock: the one that is taken out is known by its number. No hands in the tray while a sheet is fed. */
#define IN_STOCK(b) (bk[b] == B_inStock && bk[0] != B_reserved && bk[1] != B_reserved && bk[2] != B_reserved)
inline put(b, place, state) {
  d_step { loc[b] = place; bk[b] = state; SAY2(ev_stock, b, state); check() }
}

proctype Storekeeper() {
  REST(80);
end:
  do
  RESTS
#ifdef LIVE
    /* Somebody who counts all day must not keep a number from its end: only fairness sees to that. */
  :: atomic { AT_THE_DESK -> check() }
#endif
  :: atomic { RESTED && AT_THE_DESK && loc[BLANKS - 1] == STORE -> put(BLANKS - 1, TRAY, B_inStock); REST_AGAIN(80) }
    /* Out of the safe, in a new pack: under the others, so only the last one keeps the order of the numbers. */
  :: atomic { RESTED && AT_THE_DESK && loc[BLANKS - 1] == BACK && bk[BLANKS - 1] == B_returned -> put(BLANKS - 1, TRAY, B_inStock); REST_AGAIN(80) }
  :: atomic { RESTED && AT_THE_DESK && spoils > 0 && IN_STOCK(0) -> spoils--; put(0, BIN, B_spoiled); REST_AGAIN(80) }
  :: atomic { RESTED && AT_THE_DESK && spoils > 0 && IN_STOCK(1) -> spoils--; put(1, BIN, B_spoiled); REST_AGAIN(80) }
  :: atomic { RESTED && AT_THE_DESK && gives_back > 0 && IN_STOCK(1) -> gives_back--; put(1, BACK, B_returned); REST_AGAIN(80) }
  :: atomic { RESTED && AT_THE_DESK && gives_back > 0 && IN_STOCK(2) -> gives_back--; put(2, BACK, B_returned); REST_AGAIN(80) }
  od
}

inline runtime_dies() {
  SAY1(ev_crash_runtime, rt);
  rt = R_DOWN;
  cur = NOBODY;
  peeked = NOBODY;
  judged = 0;
  asked = 0;
  rep = A_NONE;
  recovering = false;
  fq = NOBODY;
  orphan = (dv != D_IDLE);
  if
  :: pq != NOBODY -> pq = NOBODY; pq_orphan = false
  :: pq != NOBODY -> pq_orphan = true
  :: else -> skip
  fi
}

inline device_dies() {
  if
  :: rt == R_WAIT && rep == A_NONE -> rep = A_ASK; SAY2(ev_answer, cur, A_ASK)
  :: rt == R_WAITF && rep == A_NONE -> rep = A_OFFLINE; SAY2(ev_answer, cur, A_OFFLINE)
  :: else -> skip
  fi;
  dv = D_IDLE;
  dj = NOBODY;
  pq = NOBODY;
  pq_orphan = false;
  fq = NOBODY;
  orphan = false
}

proctype Chaos() {
  REST(40);
end:
  do
  RESTS
  :: atomic { RESTED && crashes > 0 && rt != R_DOWN -> crashes--; runtime_dies(); REST_AGAIN(40) }
  :: atomic { RESTED && crashes > 0 && (dv != D_IDLE || pq != NOBODY || fq != NOBODY) -> crashes--; SAY0(ev_crash_device); device_dies(); REST_AGAIN(40) }
    /* The kiosk's power; the printer has its own switch, and restarts when it does. */
  :: atomic {
      RESTED && crashes > 0 && rt != R_DOWN ->
      crashes--;
      SAY0(ev_power_cut);
      runtime_dies();
      device_dies();
      if
      :: bug == COMMIT_NOT_DURABLE && st[0] == S_sent -> st[0] = S_intent
      :: else -> skip
      fi;
      REST_AGAIN(40)
    }
  od
}

init {
  atomic {
    for (x : 0 .. BLANKS - 1) { loc[x] = TRAY; bk[x] = B_inStock; ink[x] = NOBODY }
    loc[BLANKS - 1] = STORE;
    bk[BLANKS - 1] = B_none;
    for (x : 0 .. ORDERS - 1) { sheet[x] = NOBODY }
    x = 0;
#ifndef TRACE
    /* Which mistake is made and which promise is looked at are told to the compiled search, so that one serves for all. */
    c_code {
      if (getenv("MODEL_BUG")) now.bug = atoi(getenv("MODEL_BUG"));
      if (getenv("MODEL_ONLY")) now.only = atoi(getenv("MODEL_ONLY"));
      if (getenv("MODEL_WATCH")) now.watch = atoi(getenv("MODEL_WATCH"));
    };
#endif
    if
    :: only == 0 -> skip
    :: else ->
      no_such_arrow = (only != 1);
      false_printed = (only != 2);
      issued_but_not_theirs = (only != 3);
      stock_is_not_in_the_tray = (only != 4);
      sheet_missing_in_the_book = (only != 5);
      spoiled_but_not_in_the_bin = (only != 6);
      returned_but_not_back = (only != 7);
      wrong_sheet_fed = (only != 8);
      printed_twice = (only != 9);
      printed_over = (only != 10);
      two_for_one_number = (only != 11);
      two_in_flight = (only != 12);
      stuck = (only != 13);
      sent_without_a_row = (only != 14);
      nothing_accounted = (only != 15)
    fi;
    run Runtime();
    run Device();
    run Printer();
    run Switch();
    run Citizen();
    run Technician();
    run Storekeeper();
    run Chaos()
  }
}

#ifdef LIVE
#define UNSETTLED (bk[watch] == B_reserved || bk[watch] == B_unknown || bk[watch] == B_printed)
ltl settles { [] (UNSETTLED -> <> !UNSETTLED) }
#endif
