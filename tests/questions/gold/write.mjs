// write.mjs > ../world.jsonl: the questions of the other files with their gold answers.
import './stripe.mjs';
import './hubspot.mjs';
import './linear.mjs';
import './github.mjs';
import './posthog.mjs';
import './together.mjs';
import { out } from './world.mjs';

for (const question of out.filter((each) => !each.unsure)) console.log(JSON.stringify(question));
