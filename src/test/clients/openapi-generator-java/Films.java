import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import larder.client.ApiClient;
import larder.client.ApiException;
import larder.client.ApiResponse;
import larder.client.api.FilmsApi;
import larder.client.api.FilmsApi.APICreateFilmsItemRequest;
import larder.client.api.FilmsApi.APIDeleteFilmsItemRequest;
import larder.client.api.FilmsApi.APIGetFilmsItemRequest;
import larder.client.api.FilmsApi.APIListFilmsRequest;
import larder.client.api.FilmsApi.APIPatchFilmsItemRequest;
import larder.client.model.FilmsItem;
import larder.client.model.FilmsPage;
import larder.client.model.Problem;

public class Films {
  static final int YEAR = 1975;

  public static void main(String[] args) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(System.getenv("LARDER_URL"));
    FilmsApi films = new FilmsApi(client);

    // Create
    for (String title : List.of("Nashville", "Jaws", "Barry Lyndon")) {
      FilmsItem film = new FilmsItem().year(YEAR).title(title).rating(new BigDecimal("7.5"));
      FilmsItem created =
          films.createFilmsItem(APICreateFilmsItemRequest.newBuilder().filmsItem(film).build());
      check(created.getTitle().equals(title), created);
    }

    // List all pages
    List<String> titles = new ArrayList<>();
    String cursor = null;
    do {
      FilmsPage page =
          films.listFilms(
              APIListFilmsRequest.newBuilder()
                  .year(YEAR)
                  .limit(2)
                  .cursor(cursor)
                  .fields(List.of("title", "rating"))
                  .build());
      page.getItems().forEach(film -> titles.add(film.getTitle()));
      cursor = page.getNext();
    } while (cursor != null);
    check(titles.equals(List.of("Barry Lyndon", "Jaws", "Nashville")), titles);

    // Filter
    FilmsPage found =
        films.listFilms(
            APIListFilmsRequest.newBuilder()
                .year(YEAR)
                .titlePrefix("Na")
                .ratingGte(new BigDecimal(7))
                .build());
    check(found.getItems().size() == 1, found);
    FilmsPage some =
        films.listFilms(
            APIListFilmsRequest.newBuilder()
                .year(YEAR)
                .titleIn(List.of("Jaws", "Nashville"))
                .build());
    check(some.getItems().size() == 2, some);

    // Read, and change what was read
    ApiResponse<FilmsItem> read =
        films.getFilmsItemWithHttpInfo(
            APIGetFilmsItemRequest.newBuilder().year(YEAR).title("Nashville").build());
    check(read.getData().getRating().equals(new BigDecimal("7.5")), read.getData());
    String tag = read.getHeaders().get("etag").get(0);
    FilmsItem changed =
        films.patchFilmsItem(
            patch(tag, Map.of("rating", 7.6, "director", Map.of("name", "Robert Altman"))));
    check(changed.getDirector().getName().equals("Robert Altman"), changed);

    // A conflict: somebody has changed the film since
    try {
      films.patchFilmsItem(patch(tag, Map.of("rating", 1)));
      throw new AssertionError("The film was changed");
    } catch (ApiException e) {
      check(e.getCode() == 412, e);
      Problem problem = client.getObjectMapper().readValue(e.getResponseBody(), Problem.class);
      check(
          problem.getType() == Problem.TypeEnum.URN_PROBLEM_TYPE_LARDER_PRECONDITION_FAILED,
          problem);
      check(problem.getCurrent().equals('"' + changed.getVersion().toString() + '"'), problem);
    }

    // Delete
    for (String title : titles) {
      ApiResponse<?> deleted =
          films.deleteFilmsItemWithHttpInfo(
              APIDeleteFilmsItemRequest.newBuilder().year(YEAR).title(title).build());
      check(deleted.getStatusCode() == 204, deleted);
    }
  }

  private static APIPatchFilmsItemRequest patch(String tag, Map<String, Object> changes) {
    return APIPatchFilmsItemRequest.newBuilder()
        .year(YEAR)
        .title("Nashville")
        .ifMatch(tag)
        .requestBody(changes)
        .build();
  }

  private static void check(boolean holds, Object seen) {
    if (!holds) {
      throw new AssertionError(seen);
    }
  }
}
