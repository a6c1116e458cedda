/* `_dl_find_object` of glibc 2.35, which Debian's unwinder calls, for musl: which loaded object has this address? */

#define _GNU_SOURCE
#include <link.h>
#include <pthread.h>

/* The unwinder names these weakly. Without another reference, a static program lacks them. */
__attribute__((used)) static void *const needed[] = {
    pthread_once, pthread_key_create, pthread_getspecific, pthread_setspecific, pthread_mutex_lock, pthread_mutex_unlock,
};

struct dl_find_object { unsigned long long flags; void *start, *end; struct link_map *map; void *eh_frame; unsigned long long reserved[7]; };
struct search { ElfW(Addr) at; struct dl_find_object *found; };

static int look(struct dl_phdr_info *object, size_t size, void *data) {
    struct search *search = data;
    void *eh_frame = 0;
    int is_inside = 0;
    (void)size;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = object->dlpi_phdr + i;
        ElfW(Addr) start = object->dlpi_addr + part->p_vaddr;
        if (part->p_type == PT_GNU_EH_FRAME) eh_frame = (void *)start;
        if (part->p_type != PT_LOAD || search->at - start >= part->p_memsz) continue;
        search->found->start = (void *)start;
        search->found->end = (void *)(start + part->p_memsz);
        is_inside = 1;
    }
    search->found->eh_frame = eh_frame;
    return is_inside && eh_frame;
}

int _dl_find_object(void *at, struct dl_find_object *found) {
    struct search search = { (ElfW(Addr))at, found };
    found->flags = 0;
    found->map = 0;
    return dl_iterate_phdr(look, &search) ? 0 : -1;
}
