#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

/// How often the calling thread has asked the heap for memory.
unsigned long allocation_count(void);

#endif
