//! Asks a web server many things at once: the work is waiting, so 32 jobs make sense on any machine.
//!
//! The server is part of the example and takes 20 ms for an answer.
//!
//! ```sh
//! cargo run --release --example many_requests          # 200 requests
//! cargo run --release --example many_requests -- 1000
//! ```

mod common;

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use parallelize::parallelize;

// Up to 32 chunks are in flight at once, however few cores there are. The first error in the order
// of `paths` is the result, and no chunk starts after one.
#[parallelize(jobs = 32, sequential = fetch_seq)]
fn fetch(paths: &[String], server: SocketAddr) -> io::Result<Vec<String>> {
    let mut pages = Vec::new();
    for path in paths {
        pages.push(get(server, path)?);
    }
    Ok(pages)
}

/// One HTTP request, from connecting to the last byte.
fn get(server: SocketAddr, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(server)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    // One write, so that the whole request leaves at once.
    stream.write_all(format!("GET {path} HTTP/1.0\r\n\r\n").as_bytes())?;
    let mut response = String::new();
    stream.read_to_string(&mut response)?;
    match response.split_once("\r\n\r\n") {
        Some((head, page)) if head.starts_with("HTTP/1.0 200 ") => Ok(page.to_owned()),
        _ => {
            let status = response.lines().next().unwrap_or("nothing");
            Err(io::Error::other(format!(
                "{path}: the server answered {status}"
            )))
        }
    }
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let count = match args {
        [] => 200,
        [count] => common::number("the count of requests", count, 1..=100_000)?,
        _ => return Err("too many arguments: usage is `many_requests [requests]`".into()),
    };
    let server = start_server().map_err(|error| format!("cannot start the server: {error}"))?;
    let mut paths: Vec<String> = (0..count).map(|page| format!("/page/{page}")).collect();

    let fetch = |paths: &[String]| fetch(paths, server).map_err(|error| error.to_string());
    let fetch_seq = |paths: &[String]| fetch_seq(paths, server).map_err(|error| error.to_string());
    let pages = common::compare(|| fetch_seq(&paths), || fetch(&paths))??;
    let last = pages.last().map_or("", String::as_str);
    println!("{} pages, the last one says `{last}`", pages.len());

    paths[count / 2] = "/missing".into();
    match fetch(&paths) {
        Ok(_) => Err("the missing page was found".into()),
        Err(error) => {
            println!("with a path that does not exist: {error}");
            Ok(())
        }
    }
}

/// A web server on a port that the system chooses; it ends with the process.
fn start_server() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that went away is its own problem.
            thread::spawn(move || answer(&stream).ok());
        }
    });
    Ok(address)
}

fn answer(stream: &TcpStream) -> io::Result<()> {
    let mut request = String::new();
    let mut reader = BufReader::new(stream);
    while reader.read_line(&mut request)? > 2 {}
    thread::sleep(Duration::from_millis(20));
    let path = request.split(' ').nth(1).unwrap_or_default();
    let response = match path.strip_prefix("/page/") {
        Some(page) => format!("HTTP/1.0 200 OK\r\n\r\nthis is page {page}"),
        None => "HTTP/1.0 404 Not Found\r\n\r\n".to_owned(),
    };
    reader.into_inner().write_all(response.as_bytes())
}
