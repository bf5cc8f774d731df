import { sharedState, useNav } from "@slidev/client";
import {
  computed,
  shallowRef,
  watch,
  type WritableComputedRef,
} from "vue";

/**
 * What a presenter sets and everyone sees: on the projector, in other browsers
 * and in windows that are opened later. It lies in the state that Slidev's
 * windows share, which the dev server relays and keeps, and a BroadcastChannel
 * relays on the published site.
 *
 * What a viewer sets is the viewer's alone, until the presenter sets
 * something: a phone in the room must not move the projector.
 *
 * @param key name of the thing, the same in each window
 * @param initial what it is before anyone has set anything
 * @returns each value of `initial`, as something to read and to set
 */
export function shared<Values extends object>(
  key: string,
  initial: Values,
): { [Key in keyof Values]: WritableComputedRef<Values[Key]> } {
  const { isPresenter, isPrintMode } = useNav();
  const own = shallowRef<Values>();
  const said = () => sharedState.lecture?.[key] as Values | undefined;
  const values = computed(() =>
    isPrintMode.value ? initial : (own.value ?? said() ?? initial),
  );
  // By value: what comes from the dev server is always another object.
  watch(
    () => JSON.stringify(said()),
    () => (own.value = undefined),
  );

  function set(changed: Values) {
    if (isPresenter.value)
      sharedState.lecture = { ...sharedState.lecture, [key]: changed };
    else own.value = changed;
  }
  const names = Object.keys(initial) as (keyof Values)[];
  return Object.fromEntries(
    names.map((name) => [
      name,
      computed({
        get: () => values.value[name],
        set: (value) => set({ ...values.value, [name]: value }),
      }),
    ]),
  ) as { [Key in keyof Values]: WritableComputedRef<Values[Key]> };
}
