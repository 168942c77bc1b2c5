import type { MigrationInterface, QueryRunner } from 'typeorm';
import { lowerWalls, raiseWalls } from './walls/raise-walls.js';

/** The second wall: always the last, so that it finds the tables of all the others. */
export class Roles1764000000090 implements MigrationInterface {
  up(runner: QueryRunner) {
    return raiseWalls(runner);
  }

  down(runner: QueryRunner) {
    return lowerWalls(runner);
  }
}
