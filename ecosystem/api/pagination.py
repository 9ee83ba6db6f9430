"""How lists of the API are cut into pages."""

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """Twenty rows a page, up to a hundred when asked for."""

    page_size = 20
    page_size_query_param = "par_page"
    max_page_size = 100
