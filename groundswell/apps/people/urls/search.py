"""The addresses of the search, of one person, of universes and of tags."""

from django.urls import path

from groundswell.apps.people.views import person, search, tags, universes

urlpatterns = [
    path("people/", search.list_people, name="people"),
    path("people/new/", person.new_person, name="person-new"),
    path("people/<uuid:pk>/", person.show_person, name="person"),
    path("people/<uuid:pk>/reason/", person.give_reason, name="person-reason"),
    path("people/<uuid:pk>/edit/", person.edit_person, name="person-edit"),
    path("people/<uuid:pk>/stop/", person.stop_person, name="person-stop"),
    path("people/<uuid:pk>/lift/", person.lift_stop, name="person-lift"),
    path("people/<uuid:pk>/support/", person.set_support, name="person-support"),
    path("people/<uuid:pk>/tag/", person.tag_person, name="person-tag"),
    path("people/<uuid:pk>/untag/<uuid:tag>/", person.untag_person, name="person-untag"),
    path("universes/", universes.list_universes, name="universes"),
    path("universes/save/", universes.save_universe, name="universe-save"),
    path("universes/<uuid:pk>/", universes.show_universe, name="universe"),
    path("universes/<uuid:pk>/count/", universes.count_universe, name="universe-count"),
    path("universes/<uuid:pk>/rename/", universes.rename_universe, name="universe-rename"),
    path("universes/<uuid:pk>/delete/", universes.delete_universe, name="universe-delete"),
    path("tags/", tags.list_tags, name="tags"),
    path("tags/add/", tags.add_tag, name="tag-add"),
    path("tags/<uuid:pk>/", tags.show_tag, name="tag"),
    path("tags/<uuid:pk>/rename/", tags.rename_tag, name="tag-rename"),
    path("tags/<uuid:pk>/merge/", tags.merge_tag, name="tag-merge"),
    path("tags/<uuid:pk>/delete/", tags.delete_tag, name="tag-delete"),
]
