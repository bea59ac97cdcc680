// For the linter, which sees no further than the name: vue-tsc knows what each component really takes.
declare module "*.vue" {
  import type { DefineComponent } from "vue";
  const component: DefineComponent;
  export default component;
}
