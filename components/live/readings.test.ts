import { describe, expect, it } from 'vitest';
import { createReadings } from './readings';

function setup() {
  let begun = 0;
  const readings = createReadings(() => (begun += 1));
  return { readings, begun: () => begun };
}

describe('readings of a page', () => {
  it('never run beside each other, however many changes come', () => {
    const { readings, begun } = setup();
    for (let change = 0; change < 20; change += 1) readings.ask();
    expect(begun()).toBe(1);
  });

  it('are made once more for all that came meanwhile, so that the last change is shown', () => {
    const { readings, begun } = setup();
    for (let change = 0; change < 20; change += 1) readings.ask();
    readings.ended();
    expect(begun()).toBe(2);
    readings.ended();
    expect(begun()).toBe(2);
    readings.ask();
    expect(begun()).toBe(3);
  });

  it('take no end that was not theirs', () => {
    const { readings, begun } = setup();
    readings.ended();
    readings.ask();
    expect(begun()).toBe(1);
  });
});
