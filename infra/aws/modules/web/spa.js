// The web app has pages that are no files (/doctors/…): they are all index.html. What has a dot in its last part is a file, and
// answers 404 when it is not there; an error page for every 403 would turn the API's refusals into web pages.
function handler(event) {
    var request = event.request;
    var last = request.uri.substring(request.uri.lastIndexOf('/') + 1);
    if (last.indexOf('.') === -1) {
        request.uri = '/index.html';
    }
    return request;
}
