#include <yaml.h>

// The fields of an event, without the copy of the whole union that Swift would make for each.

static inline const yaml_char_t *tp_scalar_text(const yaml_event_t *event) {
  return event->data.scalar.value;
}

static inline size_t tp_scalar_length(const yaml_event_t *event) {
  return event->data.scalar.length;
}

static inline yaml_scalar_style_t tp_scalar_style(const yaml_event_t *event) {
  return event->data.scalar.style;
}

static inline int tp_scalar_has_properties(const yaml_event_t *event) {
  return event->data.scalar.anchor || event->data.scalar.tag;
}

static inline int tp_mapping_is_flow(const yaml_event_t *event) {
  return event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
}

static inline int tp_mapping_has_properties(const yaml_event_t *event) {
  return event->data.mapping_start.anchor || event->data.mapping_start.tag;
}

static inline int tp_sequence_is_flow(const yaml_event_t *event) {
  return event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
}

static inline int tp_sequence_has_properties(const yaml_event_t *event) {
  return event->data.sequence_start.anchor || event->data.sequence_start.tag;
}

static inline int tp_document_starts_implicitly(const yaml_event_t *event) {
  return event->data.document_start.implicit;
}

static inline int tp_document_ends_implicitly(const yaml_event_t *event) {
  return event->data.document_end.implicit;
}
