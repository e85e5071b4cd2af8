output "topic_arn" {
  description = "Where alarms go; the functions' alarms in template.yaml use it too."
  value       = aws_sns_topic.this.arn
}
