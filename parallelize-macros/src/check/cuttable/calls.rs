//! Calls of functions, methods and closures.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprClosure, ExprMethodCall};

use super::expressions::unwrapped;
use super::reader::Reader;
use super::scope::Made;
use super::sign::{Merging, Rule};
use super::value::Value;
use super::words::{self, OfList, OfWalk};

impl Reader<'_> {
    pub(super) fn call(&mut self, call: &ExprCall) -> Value {
        let name = match &*call.func {
            Expr::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            callee => {
                self.eval(callee);
                None
            }
        };
        let name = name.unwrap_or_default();
        let values: Vec<Value> = call.args.iter().map(|arg| self.eval(arg)).collect();
        let values: Vec<Value> = values.into_iter().map(|value| self.resolve(value)).collect();
        let is_own = matches!(&*call.func, Expr::Path(path) if path.path.segments.len() == 1
            || path.path.segments.first().is_some_and(|first| first.ident == "Self"));
        if is_own && *self.function == name {
            if let Some(Value::Input | Value::Part) = values.first() {
                let span = call.func.span();
                self.sign(Rule::Unused, span, format!("`{name}`"));
                return Value::Plain;
            }
        }
        match (name.as_str(), &values[..]) {
            ("Some" | "Ok" | "Box" | "Reverse" | "Wrapping", [value]) => return value.clone(),
            ("drop" | "black_box" | "size_of_val" | "forget", _) => return Value::Plain,
            ("min" | "max", [one, other]) => {
                self.measured(one, other, call.args.span());
                return one.clone().combined(other.clone());
            }
            ("zip" | "cmp" | "partial_cmp" | "eq" | "zip_eq", [one, other]) => {
                self.measured(one, other, call.args.span());
                return self.zipped(one.clone(), other, &call.args[1]);
            }
            ("from" | "from_iter", [value @ (Value::Input | Value::Derived | Value::Walk(_))]) => {
                if let Value::Walk(item) = value {
                    self.flag(&item.clone(), call.func.span());
                }
                self.is_walked = true;
                return Value::Derived;
            }
            _ => {}
        }
        let has_closure = call.args.iter().any(|arg| matches!(unwrapped(arg), Expr::Closure(_)));
        let is_capacity = matches!(name.as_str(), "with_capacity" | "repeat" | "repeat_n" | "with_capacity_in");
        let is_raw = call.args.iter().any(is_pointer);
        for (arg, value) in call.args.iter().zip(&values) {
            if is_capacity || (is_raw && matches!(value, Value::Length { .. })) {
                continue;
            }
            self.argument(arg, value);
            if matches!(value, Value::Walk(_)) && !has_closure && self.merging == Merging::Joined {
                self.hand_over(&Value::Input, arg, &name);
            }
            self.hand_over(value, arg, &name);
        }
        Value::Plain
    }

    /// What is handed to a function that is not known.
    fn argument(&mut self, arg: &Expr, value: &Value) {
        if let (Expr::Reference(reference), Some(index)) = (unwrapped_once(arg), self.reference_root(arg)) {
            if reference.mutability.is_some() {
                self.lend(index, arg.span());
                return;
            }
        }
        self.flag(value, arg.span());
    }

    fn reference_root(&self, arg: &Expr) -> Option<usize> {
        match unwrapped_once(arg) {
            Expr::Reference(reference) => self.root(&reference.expr),
            _ => None,
        }
    }

    /// `&mut local`: the callee may read and change the local. A list that was empty grows.
    fn lend(&mut self, index: usize, span: Span) {
        let local = &self.scopes.locals[index];
        let is_inside = self.depth() > local.depth;
        match local.made {
            Made::Empty if is_inside => self.scopes.locals[index].changes.is_grown = true,
            Made::Empty => {}
            _ if is_inside => {
                self.read(index, span);
                let is_fresh = self.scopes.locals[index].changes.is_fresh;
                self.set(index);
                self.scopes.locals[index].changes.is_fresh = is_fresh;
            }
            _ => self.scopes.locals[index].changes.is_set_outside = true,
        }
    }

    /// The input goes whole to `callee`.
    pub(super) fn hand_over(&mut self, value: &Value, arg: &Expr, callee: &str) {
        match value {
            Value::Input | Value::Part if *self.function == callee && self.is_method => {
                self.sign(Rule::Unused, arg.span(), format!("`{callee}`"));
            }
            Value::Input => {
                let span = unwrapped(arg).span();
                // The sum of what a function gives for each chunk is a good guess.
                let is_sum = self.gives_number && !self.is_search && self.merging == Merging::Folded;
                if self.is_validation {
                    self.weak(Rule::Whole, span, &format!("`{callee}`"));
                } else if is_sum {
                    self.handed.push((span, callee.to_owned()));
                } else {
                    self.sign(Rule::Whole, span, format!("`{callee}`"));
                }
            }
            Value::Tuple(values) if values.iter().any(|value| matches!(value, Value::Input)) => {
                self.sign(Rule::Whole, arg.span(), format!("`{callee}`"));
            }
            _ => {}
        }
    }

    pub(super) fn method_call(&mut self, call: &ExprMethodCall, is_statement: bool) -> Value {
        let receiver = self.eval(&call.receiver);
        let method = call.method.to_string();
        if let Value::Local(index) = receiver {
            let is_list = !matches!(self.scopes.locals[index].value, Value::Plain);
            self.local_method(index, &call.method, is_statement);
            if !is_list {
                return self.other_method(call, &method, &receiver);
            }
        }
        match self.resolve(receiver) {
            base @ (Value::Input | Value::Derived) => self.list_method(call, &method, base),
            Value::Walk(item) => self.walk_method(call, &method, *item),
            Value::Part if matches!(method.as_str(), "iter" | "iter_mut" | "into_iter") => Value::Plain,
            Value::Other(argument) => self.other_list(call, &method, argument),
            base @ Value::Length { .. } => {
                let mut length = base;
                for arg in &call.args {
                    let value = self.eval(arg);
                    let value = self.resolve(value);
                    self.measured(&length, &value, arg.span());
                    length = length.combined(value);
                }
                if let Value::Length { span, .. } = length {
                    let is_plain = matches!(method.as_str(), "clone" | "into" | "try_into" | "unwrap" | "max");
                    return Value::Length { span, is_plain };
                }
                length
            }
            Value::OtherLength(argument) => {
                for arg in &call.args {
                    let value = self.eval(arg);
                    let value = self.resolve(value);
                    self.measured(&Value::OtherLength(argument), &value, arg.span());
                }
                Value::OtherLength(argument)
            }
            value @ Value::Total { .. } => {
                self.arguments(call);
                match method.as_str() {
                    "is_some" | "is_none" | "is_empty" => Value::Plain,
                    _ => value,
                }
            }
            Value::Position { origin, .. } if is_arithmetic(&method) => {
                self.arguments(call);
                Value::Position { origin, is_moved: true }
            }
            value @ Value::Position { .. } => {
                self.arguments(call);
                self.flag(&value, call.receiver.span());
                Value::Plain
            }
            value => self.other_method(call, &method, &value),
        }
    }

    fn arguments(&mut self, call: &ExprMethodCall) {
        for arg in &call.args {
            let value = self.eval(arg);
            self.argument(arg, &value);
        }
    }

    /// A method of something that is not followed.
    fn other_method(&mut self, call: &ExprMethodCall, method: &str, receiver: &Value) -> Value {
        let mut result = Value::Plain;
        for arg in &call.args {
            let value = self.eval(arg);
            let value = self.resolve(value);
            match &value {
                Value::Input | Value::Derived | Value::Walk(_) if words::takes_elements(method) => {
                    self.is_walked = true;
                    if method == "zip" {
                        result = self.zipped(value.clone(), receiver, &call.receiver);
                    } else if let Value::Walk(item) = &value {
                        self.flag(item, arg.span());
                    }
                }
                Value::Length { .. } if matches!(method, "reserve" | "reserve_exact" | "resize" | "take" | "repeat") => {}
                _ => {
                    self.argument(arg, &value);
                    self.hand_over(&value, arg, method);
                }
            }
        }
        result
    }

    /// A method of what is cut, or of a list made of it.
    fn list_method(&mut self, call: &ExprMethodCall, method: &str, base: Value) -> Value {
        let span = call.method.span();
        let what = format!("`{method}`");
        let is_input = matches!(base, Value::Input);
        let is_output = is_input || self.merging == Merging::Joined;
        let Some(kind) = words::of_list(method) else {
            self.arguments(call);
            if is_input {
                self.sign(Rule::Whole, span, what);
            }
            return Value::Plain;
        };
        match kind {
            OfList::Same => base,
            OfList::Walk => {
                self.is_walked = true;
                self.arguments(call);
                Value::walk_of(Value::Plain)
            }
            OfList::Each => {
                self.is_walked = true;
                self.closures_of(call, &Value::Plain);
                Value::Plain
            }
            OfList::Copy => {
                self.is_walked = true;
                Value::Derived
            }
            OfList::Length => Value::Length { span, is_plain: true },
            OfList::Emptiness => Value::Plain,
            OfList::GroupsAndRest | OfList::Groups => {
                self.is_walked = true;
                let rule = Rule::Groups;
                let advice = call.args.first().map(super::code);
                let advice = advice.map(|n| format!("#[parallelize(multiple_of = {n})]"));
                for arg in &call.args {
                    self.eval(arg); // a length there is that of a group
                }
                self.advise(rule, span, what, advice);
                let walk = Value::walk_of(Value::Plain);
                match method {
                    "as_chunks" | "as_chunks_mut" => Value::pair(walk, Value::Rest),
                    "as_rchunks" | "as_rchunks_mut" => Value::pair(Value::Rest, walk),
                    _ => walk,
                }
            }
            OfList::Neighbours => {
                self.is_walked |= method.contains("windows");
                self.closures_of(call, &Value::Plain);
                let advice = match (method, call.args.first().map(unwrapped)) {
                    ("windows", Some(Expr::Lit(n))) => match &n.lit {
                        syn::Lit::Int(n) => n.base10_parse::<usize>().ok(),
                        _ => None,
                    },
                    _ => None,
                };
                let advice = advice.filter(|n| *n > 1);
                let advice = advice.map(|n| format!("#[parallelize(overlap = {})]", n - 1));
                self.advise(Rule::Neighbours, span, what, advice);
                if method.contains("windows") {
                    Value::walk_of(Value::Plain)
                } else {
                    Value::pair(Value::Part, Value::Part)
                }
            }
            OfList::Runs => {
                self.is_walked = true;
                self.closures_of(call, &Value::Plain);
                if is_output {
                    self.sign(Rule::Runs, span, what);
                }
                Value::walk_of(Value::Plain)
            }
            OfList::Records => {
                self.is_walked = true;
                self.closures_of(call, &Value::Plain);
                if is_input {
                    self.sign(Rule::Records, span, what);
                }
                Value::walk_of(Value::Plain)
            }
            OfList::Order => {
                self.closures_of(call, &Value::Plain);
                if self.merging == Merging::Joined {
                    self.sign(Rule::Order, span, what);
                }
                Value::Plain
            }
            OfList::Ends => {
                self.arguments(call);
                if is_output || self.merging == Merging::Folded {
                    self.sign(Rule::Ends, span, what);
                }
                match method {
                    "split_first" | "split_last" | "split_first_mut" | "split_last_mut" => {
                        Value::pair(Value::Plain, Value::Part)
                    }
                    _ => Value::Plain,
                }
            }
            OfList::Positions => {
                self.closures_of(call, &Value::Plain);
                if is_input {
                    self.sign(Rule::Positions, span, what);
                }
                Value::Plain
            }
            OfList::Get => {
                if let Some(arg) = call.args.first() {
                    let at = self.eval(arg);
                    let at = self.resolve(at);
                    self.element_at(&base, &at, unwrapped(arg));
                }
                Value::Plain
            }
            OfList::Contains => {
                self.arguments(call);
                self.is_walked = true;
                if self.depth() > 0 && self.merging != Merging::Apart {
                    self.sign(Rule::Whole, span, what);
                }
                Value::Total { span, name: method.to_owned() }
            }
            OfList::Paired => {
                self.is_walked = true;
                for arg in &call.args {
                    let value = self.eval(arg);
                    let value = self.resolve(value);
                    self.along(&value, arg);
                }
                Value::Plain
            }
            OfList::Grow => {
                self.arguments(call);
                if self.merging == Merging::Joined && self.depth() == 0 {
                    self.sign(Rule::Once, span, what);
                }
                Value::Plain
            }
            OfList::Join => {
                self.is_walked = true;
                if self.merging == Merging::Joined {
                    self.sign(Rule::Once, span, what);
                }
                Value::Plain
            }
            OfList::Raw => {
                let is_search = self.is_search;
                if is_search {
                    self.weak(Rule::Positions, span, &what);
                } else if method.starts_with("align_to") {
                    self.weak(Rule::Groups, span, &what);
                }
                Value::Plain
            }
        }
    }

    /// A method of an iterator over what is cut.
    fn walk_method(&mut self, call: &ExprMethodCall, method: &str, item: Value) -> Value {
        let span = call.method.span();
        let what = format!("`{method}`");
        self.is_walked = true;
        let Some(kind) = words::of_walk(method) else {
            self.closures_of(call, &item);
            return Value::walk_of(item);
        };
        match kind {
            OfWalk::Same => {
                self.closures_of(call, &item);
                Value::walk_of(item)
            }
            OfWalk::Map => {
                let made = self.closures_of(call, &item);
                Value::walk_of(if method == "flatten" { Value::Plain } else { made })
            }
            OfWalk::Enumerate => {
                let position = Value::Position {
                    origin: Some(span),
                    is_moved: false,
                };
                Value::walk_of(Value::pair(position, item))
            }
            OfWalk::Zip => match call.args.first() {
                Some(arg) => {
                    let other = self.eval(arg);
                    let other = self.resolve(other);
                    self.zipped(Value::walk_of(item), &other, arg)
                }
                None => Value::walk_of(item),
            },
            OfWalk::Collect => {
                self.closures_of(call, &item);
                self.flag(&item, span);
                match method {
                    "unzip" | "partition" => Value::pair(Value::Derived, Value::Derived),
                    _ => Value::Derived,
                }
            }
            OfWalk::Each => {
                let made = self.closures_of(call, &item);
                self.flag_totals(&made);
                Value::Plain
            }
            OfWalk::Total | OfWalk::Count => {
                self.closures_of(call, &item);
                if matches!(method, "any" | "all" | "count" | "len") {
                    // what these give says nothing of the item
                } else {
                    self.flag_result(&item, span);
                }
                self.flag_totals(&item);
                Value::Total { span, name: method.to_owned() }
            }
            OfWalk::Fold => self.fold(call, &item),
            OfWalk::Order => {
                self.closures_of(call, &item);
                let is_undone = method == "rev" && !self.gives_list;
                if self.merging == Merging::Joined && !is_undone {
                    self.sign(Rule::Order, span, what);
                }
                Value::walk_of(item)
            }
            OfWalk::Scan => {
                self.closures_of(call, &item);
                self.sign(Rule::Carried, span, what);
                Value::walk_of(Value::Plain)
            }
            OfWalk::Ends => {
                let is_seeded = self.is_seeded && self.merging == Merging::Folded && method == "skip";
                self.closures_of(call, &item);
                if !is_seeded {
                    self.sign(Rule::Ends, span, what);
                }
                Value::walk_of(item)
            }
            OfWalk::Next => {
                if self.merging == Merging::Joined {
                    self.sign(Rule::Ends, span, what);
                } else {
                    self.flag_result(&item, span);
                }
                item
            }
            OfWalk::Neighbours => {
                self.closures_of(call, &Value::Plain);
                self.sign(Rule::Neighbours, span, what);
                Value::walk_of(Value::Plain)
            }
            OfWalk::Groups => {
                self.closures_of(call, &Value::Plain);
                self.sign(Rule::Groups, span, what);
                Value::walk_of(Value::Plain)
            }
            OfWalk::Runs => {
                self.closures_of(call, &item);
                if self.merging == Merging::Joined {
                    self.sign(Rule::Runs, span, what);
                }
                Value::walk_of(item)
            }
            OfWalk::Positions => {
                self.closures_of(call, &item);
                self.sign(Rule::Positions, span, what);
                Value::Total { span, name: method.to_owned() }
            }
            OfWalk::Chain => {
                self.arguments(call);
                if self.gives_list || self.merging != Merging::Joined {
                    self.sign(Rule::Once, span, what);
                }
                Value::walk_of(item)
            }
            OfWalk::Join => {
                self.closures_of(call, &Value::Plain);
                if self.merging == Merging::Joined {
                    self.sign(Rule::Once, span, what);
                }
                Value::Plain
            }
            OfWalk::Rest => {
                self.is_rest_used = true;
                Value::Part
            }
        }
    }

    /// Positions in what one item gives the result.
    fn flag_result(&mut self, item: &Value, span: Span) {
        match item {
            Value::Position { .. } => self.flag(item, span),
            Value::Tuple(parts) => parts.iter().for_each(|part| self.flag_result(part, span)),
            _ => {}
        }
    }

    /// Values of all elements in what is made of one.
    fn flag_totals(&mut self, value: &Value) {
        match value {
            Value::Total { span, name } if self.merging != Merging::Apart => {
                self.sign(Rule::Whole, *span, format!("`{name}`"));
            }
            Value::Length { .. } => self.flag(value, Span::call_site()),
            _ => {}
        }
    }

    fn fold(&mut self, call: &ExprMethodCall, item: &Value) -> Value {
        let span = call.method.span();
        let Some((init, rest)) = call.args.iter().collect::<Vec<_>>().split_first().map(|(i, r)| (*i, r.to_vec())) else {
            return Value::Plain;
        };
        self.consume(init);
        for arg in rest {
            match unwrapped(arg) {
                Expr::Closure(closure) => {
                    let params = Value::pair(Value::Plain, item.clone());
                    self.closure(closure, params, true);
                }
                arg => {
                    self.consume(arg);
                }
            }
        }
        if self.merging == Merging::Joined && !is_empty_list(init) && !is_unit(init) {
            self.sign(Rule::Carried, span, format!("`{}`", call.method));
        }
        Value::Plain
    }

    /// A method of another argument that is a list.
    fn other_list(&mut self, call: &ExprMethodCall, method: &str, argument: usize) -> Value {
        match method {
            "len" => Value::OtherLength(argument),
            "is_empty" | "contains" | "contains_key" => {
                self.arguments(call);
                Value::Plain
            }
            "get" | "get_mut" | "get_unchecked" | "get_unchecked_mut" => {
                if let Some(arg) = call.args.first() {
                    let at = self.eval(arg);
                    if matches!(self.resolve(at), Value::Position { .. }) {
                        self.paired(argument, call.receiver.span());
                    }
                }
                Value::Plain
            }
            "zip" | "copy_from_slice" | "clone_from_slice" | "swap_with_slice" | "eq" | "cmp" => {
                let Some(arg) = call.args.first() else {
                    return Value::Plain;
                };
                let value = self.eval(arg);
                match self.resolve(value) {
                    Value::Input | Value::Derived => {
                        self.is_walked = true;
                        self.paired(argument, call.receiver.span());
                        Value::walk_of(Value::Plain)
                    }
                    Value::Walk(item) => {
                        self.is_walked = true;
                        self.paired(argument, call.receiver.span());
                        Value::walk_of(Value::pair(Value::Plain, *item))
                    }
                    _ => Value::Other(argument),
                }
            }
            "iter" | "iter_mut" | "into_iter" | "as_ref" | "as_mut" | "as_slice" | "as_mut_slice" | "copied" | "cloned"
            | "chunks" | "chunks_exact" | "chunks_mut" | "chunks_exact_mut" | "rev" | "skip" | "windows" | "map" => {
                self.arguments(call);
                Value::Other(argument)
            }
            _ => {
                self.other_method(call, method, &Value::Other(argument));
                Value::Plain
            }
        }
    }

    /// What is cut, walked along with something else.
    fn zipped(&mut self, one: Value, other: &Value, written: &Expr) -> Value {
        if let (Value::Other(argument), Value::Input | Value::Derived | Value::Walk(_)) = (&one, other) {
            self.is_walked = true;
            self.paired(*argument, written.span());
            return Value::walk_of(Value::pair(Value::Plain, item_of(other)));
        }
        let is_walk = matches!(one, Value::Input | Value::Derived | Value::Walk(_));
        if !is_walk {
            return Value::Plain;
        }
        self.is_walked = true;
        self.along(other, written);
        Value::walk_of(Value::pair(item_of(&one), item_of(other)))
    }

    /// Something that is walked along with what is cut.
    fn along(&mut self, other: &Value, written: &Expr) {
        match other {
            Value::Other(argument) => self.paired(*argument, written.span()),
            Value::Tuple(_) if matches!(unwrapped(written), Expr::Range(_)) => {
                self.sign(Rule::Positions, written.span(), "these numbers");
            }
            Value::Plain if !is_repeated(unwrapped(written)) => {
                self.sign(Rule::Paired, written.span(), "another list");
            }
            Value::Local(index) if !self.scopes.locals[*index].is_as_long => {
                self.sign(Rule::Paired, written.span(), "another list");
            }
            _ => {}
        }
    }

    /// The lengths of the input and of another argument meet.
    fn measured(&mut self, one: &Value, other: &Value, span: Span) {
        if let (Value::Length { .. }, Value::OtherLength(argument)) | (Value::OtherLength(argument), Value::Length { .. }) =
            (one, other)
        {
            self.paired(*argument, span);
        }
    }

    pub(super) fn paired(&mut self, argument: usize, span: Span) {
        let name = self.arguments[argument].clone();
        let advice = format!("#[parallelize(zip = {name})]");
        self.advise(Rule::Paired, span, format!("`{name}`"), Some(advice));
    }

    /// Reads the arguments of a method. Closures among them see `item`. What the last one makes of that is
    /// the result.
    fn closures_of(&mut self, call: &ExprMethodCall, item: &Value) -> Value {
        let mut made = Value::Plain;
        for arg in &call.args {
            match unwrapped(arg) {
                Expr::Closure(closure) => made = self.closure(closure, item.clone(), true),
                _ => {
                    let value = self.eval(arg);
                    self.argument(arg, &value);
                }
            }
        }
        made
    }

    /// Reads a closure whose argument is `item`; `is_each` says that it runs for each item of a walk.
    pub(super) fn closure(&mut self, closure: &ExprClosure, item: Value, is_each: bool) -> Value {
        self.closures += 1;
        self.loops.push(false);
        self.scopes.open();
        let read = |reader: &mut Self| {
            match (closure.inputs.len(), item) {
                (1, item) => reader.bind(&closure.inputs[0], item, Made::Other),
                (count, Value::Tuple(parts)) if parts.len() == count => {
                    for (pat, part) in closure.inputs.iter().zip(parts) {
                        reader.bind(pat, part, Made::Other);
                    }
                }
                _ => {
                    for pat in &closure.inputs {
                        reader.bind(pat, Value::Plain, Made::Other);
                    }
                }
            }
            let value = reader.eval(&closure.body);
            if let Value::Local(index) = value {
                reader.read(index, closure.body.span());
                return Value::Plain;
            }
            value
        };
        let value = if is_each { self.each(read) } else { self.branch(read) };
        self.scopes.close();
        self.loops.pop();
        self.closures -= 1;
        value
    }
}

fn item_of(value: &Value) -> Value {
    match value {
        Value::Walk(item) => (**item).clone(),
        _ => Value::Plain,
    }
}

fn unwrapped_once(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => unwrapped_once(&inner.expr),
        Expr::Group(inner) => unwrapped_once(&inner.expr),
        expr => expr,
    }
}

/// `xs.as_ptr()`, and what is made of the pointer.
fn is_pointer(expr: &Expr) -> bool {
    match expr {
        Expr::MethodCall(call) => {
            call.method == "as_ptr" || call.method == "as_mut_ptr" || is_pointer(&call.receiver)
        }
        Expr::Cast(cast) => is_pointer(&cast.expr),
        Expr::Paren(inner) => is_pointer(&inner.expr),
        _ => false,
    }
}

fn is_arithmetic(method: &str) -> bool {
    ["wrapping_", "saturating_", "checked_", "overflowing_"].iter().any(|prefix| method.starts_with(prefix))
        || matches!(method, "min" | "max" | "pow" | "abs_diff" | "rem_euclid" | "div_ceil" | "next_multiple_of")
}

/// `std::iter::repeat(..)`, or a list of one element over and over.
fn is_repeated(expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => matches!(&*call.func, Expr::Path(path)
            if path.path.segments.last().is_some_and(|last| last.ident.to_string().starts_with("repeat"))),
        Expr::MethodCall(call) => is_repeated(&call.receiver),
        _ => false,
    }
}

fn is_empty_list(init: &Expr) -> bool {
    match unwrapped(init) {
        Expr::Call(call) => call.args.is_empty() || matches!(&*call.func, Expr::Path(path)
            if path.path.segments.last().is_some_and(|last| last.ident == "with_capacity" || last.ident == "Ok")),
        Expr::Macro(call) => call.mac.tokens.is_empty(),
        _ => false,
    }
}

fn is_unit(init: &Expr) -> bool {
    matches!(unwrapped(init), Expr::Tuple(tuple) if tuple.elems.is_empty())
}
