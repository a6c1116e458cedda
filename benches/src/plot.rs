//! Drawing curves of speed-ups into SVG files.

use std::error::Error;
use std::fs;
use std::ops::Range;
use std::path::Path;

use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

const SIZE: (u32, u32) = (1160, 600);

/// The room for the names of the curves.
const LEGEND_WIDTH: u32 = 200;

/// Nine colours that people tell apart whatever colours they see (Paul Tol's "muted" scheme).
const COLOURS: [RGBColor; 9] = [
    RGBColor(204, 102, 119),
    RGBColor(51, 34, 136),
    RGBColor(17, 119, 51),
    RGBColor(136, 204, 238),
    RGBColor(153, 153, 51),
    RGBColor(136, 34, 85),
    RGBColor(68, 170, 153),
    RGBColor(170, 68, 153),
    RGBColor(221, 204, 119),
];

#[derive(Clone, Debug)]
pub(crate) struct Curve {
    pub(crate) name: String,
    /// Wide ones stay visible below others that run along them.
    pub(crate) width: u32,
    pub(crate) points: Vec<(f64, f64)>,
}

impl Curve {
    pub(crate) fn new(name: impl Into<String>, width: u32) -> Self {
        Self {
            name: name.into(),
            width,
            points: Vec::new(),
        }
    }
}

#[derive(Debug)]
pub(crate) struct Axis {
    pub(crate) title: &'static str,
    pub(crate) range: Range<f64>,
    /// What is written at a place, and at about how many places.
    pub(crate) label: fn(f64) -> String,
    pub(crate) labels: usize,
}

#[derive(Debug)]
pub(crate) struct Figure {
    pub(crate) title: &'static str,
    pub(crate) machine: String,
    pub(crate) x: Axis,
    pub(crate) curves: Vec<Curve>,
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type Chart<'a, 'b> = ChartContext<'b, SVGBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
type Drawn<T> = Result<T, Box<dyn Error>>;

impl Figure {
    pub(crate) fn draw(&self, path: &Path) -> Result<(), String> {
        eprintln!("drawing {}", path.display());
        let drawn = self.try_draw(path);
        drawn.map_err(|error| format!("cannot draw {}: {error}", path.display()))
    }

    fn try_draw(&self, path: &Path) -> Drawn<()> {
        if let Some(directory) = path.parent() {
            fs::create_dir_all(directory)?;
        }
        let root = SVGBackend::new(path, SIZE).into_drawing_area();
        root.fill(&WHITE)?;
        let below_title = root.titled(self.title, ("sans-serif", 26))?;
        let area = below_title.titled(&self.machine, ("sans-serif", 15))?;
        let (plot, legend) = area.split_horizontally(SIZE.0 - LEGEND_WIDTH);
        let mut chart = self.axes(&plot)?;
        for (row, (curve, colour)) in (0..).zip(self.curves.iter().zip(COLOURS)) {
            add(&mut chart, curve, colour)?;
            name(&legend, row, curve, colour)?;
        }
        root.present()?;
        Ok(())
    }

    fn axes<'a, 'b>(&self, area: &'b Area<'a>) -> Drawn<Chart<'a, 'b>> {
        let points = self.curves.iter().flat_map(|curve| &curve.points);
        let highest = points.map(|&(_, y)| y).fold(1.0, f64::max);
        let mut chart = ChartBuilder::on(area)
            .margin(20)
            .margin_right(45) // for the half of the last label
            .x_label_area_size(52)
            .y_label_area_size(60)
            .build_cartesian_2d(self.x.range.clone(), 0.0..highest * 1.05)?;
        chart
            .configure_mesh()
            .light_line_style(WHITE)
            .x_desc(self.x.title)
            .x_labels(self.x.labels)
            .x_label_formatter(&|x| (self.x.label)(*x))
            .y_desc("speed-up over the sequential call")
            .y_label_formatter(&|y| format!("{y:.1}"))
            .label_style(("sans-serif", 17))
            .axis_desc_style(("sans-serif", 18))
            .draw()?;
        Ok(chart)
    }
}

fn add(chart: &mut Chart<'_, '_>, curve: &Curve, colour: RGBColor) -> Drawn<()> {
    let line = LineSeries::new(
        curve.points.iter().copied(),
        colour.stroke_width(curve.width),
    );
    chart.draw_series(line)?;
    let marks = curve.points.iter();
    chart.draw_series(marks.map(|&at| Circle::new(at, curve.width + 1, colour.filled())))?;
    Ok(())
}

/// Writes the name of a curve beside the plot, where it covers no other curve.
fn name(legend: &Area<'_>, row: i32, curve: &Curve, colour: RGBColor) -> Drawn<()> {
    let y = 40 + 28 * row;
    legend.draw(&Rectangle::new([(0, y - 2), (24, y + 2)], colour.filled()))?;
    let text = Text::new(&curve.name[..], (32, y - 9), ("sans-serif", 17));
    legend.draw(&text)?;
    Ok(())
}
