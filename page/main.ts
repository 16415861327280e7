import type { PlanDocument } from '../lib/plan/plan.ts';
import { startApp } from './app.ts';
import { indexPlan } from './index-plan.ts';

const root = document.getElementById('app');
const data = document.getElementById('plan');
if (root !== null && data !== null) startApp(root, indexPlan(JSON.parse(data.textContent) as PlanDocument));
