'use client';

import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatMeasure } from '@/lib/format/measure';
import { clockNear, minuteOf } from '../time/zone';
import type { ChartData } from './chart-data';

interface ChartsProps {
  charts: readonly ChartData[];
  zone: string;
  asOf: string;
}

const dashes = [undefined, '6 3', '2 3', '8 3 2 3'];
const ink = { fill: 'var(--color-ink-3)', fontSize: 11 };

/** Lines over time, one chart a subject; told apart by their dashes, not by colour. */
export function Charts({ charts, zone, asOf }: ChartsProps) {
  const when = (at: number): string => clockNear(new Date(at).toISOString(), asOf, zone);
  return (
    <div className="mt-3 grid gap-x-10 gap-y-5 wide:grid-cols-2">
      {charts.map(({ title, unit, lines, rows }) => (
        <figure key={title} className="min-w-0">
          <figcaption className="text-small">
            <b className="font-semibold">{title}</b>
            {(lines.length > 1 || lines[0]?.name.toLowerCase() !== title.toLowerCase()) && (
              <span className="text-ink-2"> · {lines.map(({ name }) => name).join('; ')}</span>
            )}
          </figcaption>
          <ResponsiveContainer width="100%" height={150}>
            <LineChart data={[...rows]} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} accessibilityLayer>
              <CartesianGrid stroke="var(--color-line)" vertical={false} />
              <XAxis
                dataKey="at"
                type="number"
                scale="time"
                domain={['dataMin', 'dataMax']}
                tickFormatter={(at: number) => minuteOf(new Date(at).toISOString(), zone)}
                tick={ink}
                tickLine={false}
                stroke="var(--color-line-strong)"
                minTickGap={40}
              />
              <YAxis
                tickFormatter={(value: number) => formatMeasure(value, unit)}
                tick={ink}
                tickLine={false}
                axisLine={false}
                width={56}
                tickCount={4}
              />
              <Tooltip
                isAnimationActive={false}
                labelFormatter={(at) => when(Number(at))}
                formatter={(value) => formatMeasure(Number(value), unit)}
                contentStyle={{
                  background: 'var(--color-raise)',
                  border: '1px solid var(--color-line-strong)',
                  borderRadius: 6,
                  fontSize: 12,
                }}
                itemStyle={{ color: 'var(--color-ink)' }}
              />
              {lines.map(({ name }, index) => (
                <Line
                  key={name}
                  name={name}
                  dataKey={(row: ChartData['rows'][number]) => row.values[index] ?? null}
                  stroke="var(--color-ink)"
                  strokeWidth={1.5}
                  strokeDasharray={dashes[index % dashes.length] ?? ''}
                  dot={false}
                  connectNulls={false}
                  isAnimationActive={false}
                />
              ))}
            </LineChart>
          </ResponsiveContainer>
        </figure>
      ))}
    </div>
  );
}
