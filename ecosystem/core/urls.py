from django.urls import path

from ecosystem.core import views

app_name = "core"

urlpatterns = [path("courriels/arret/<str:token>/", views.mail_stop, name="mail_stop")]
