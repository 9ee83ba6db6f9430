from django.urls import URLPattern

app_name = "tradeshows"
urlpatterns: list[URLPattern] = []
