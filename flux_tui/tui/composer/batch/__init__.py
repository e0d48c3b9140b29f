"""Many events as one text: read, judged, shown beside what each will do, and sent."""
